type Challenge = {
  parameters: { algorithm: string; nonce: string; salt: string; cost: number; keyLength?: number; keyPrefix: string };
  signature: string;
};

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Tries counters until the derived key starts as asked; the derivations run outside the page's thread. */
export async function solve(challenge: Challenge): Promise<string> {
  const { algorithm, nonce, salt, cost, keyLength = 32, keyPrefix } = challenge.parameters;
  const derivation = { name: 'PBKDF2', hash: algorithm.replace('PBKDF2/', ''), iterations: cost, salt: bytesOf(salt) };
  const password = new Uint8Array([...bytesOf(nonce), 0, 0, 0, 0]);
  const counterAt = new DataView(password.buffer, password.length - 4);
  for (let counter = 0; ; counter++) {
    counterAt.setUint32(0, counter);
    const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
    const derivedKey = hexOf(new Uint8Array(await crypto.subtle.deriveBits(derivation, key, keyLength * 8)));
    if (derivedKey.startsWith(keyPrefix)) return JSON.stringify({ challenge, solution: { counter, derivedKey } });
  }
}

/**
 * On the element with `data-challenge` around the plain question (`[data-proof-question]`) and the hidden input
 * `proof_solution`: works while the person writes and takes the question away. A form sent before the work is done waits
 * for it. Without secure crypto (plain http) the question stays.
 */
export default function solveProof(element: HTMLElement): void {
  const form = element.closest('form');
  const target = element.querySelector<HTMLInputElement>('input[name="proof_solution"]');
  const question = element.querySelector<HTMLElement>('[data-proof-question]');
  if (!form || !target || !question || !element.dataset.challenge || !globalThis.crypto?.subtle) return;
  // One asked back with a wrong answer beside it stays readable.
  if (question.querySelector('[aria-invalid="true"]')) return;
  question.hidden = true;
  let work: Promise<void> | undefined;
  const begin = () => {
    work ??= solve(JSON.parse(element.dataset.challenge ?? '') as Challenge).then(
      (solution) => {
        target.value = solution;
      },
      () => {
        question.hidden = false;
      },
    );
    return work;
  };
  form.addEventListener('focusin', begin, { once: true });
  form.addEventListener('submit', (event) => {
    if (target.value !== '' || !question.hidden) return;
    event.preventDefault();
    const { submitter } = event;
    begin().then(() => form.requestSubmit(submitter));
  });
}
