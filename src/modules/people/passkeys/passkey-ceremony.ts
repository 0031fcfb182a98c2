/** The browser's part of WebAuthn: options from the server as JSON, to the authenticator, and its answer back as JSON. */

type Json = Record<string, unknown>;

/** Whether passkeys can be used on this page, made for `host`. */
export function canUsePasskeys(host: string | undefined): boolean {
  return typeof PublicKeyCredential === 'function' && location.hostname === host && window.isSecureContext;
}

/**
 * One round: `GET address` for options, the device, `POST address`.
 * @returns where to go on
 * @throws Error when the person cancelled, the device refused or the server did
 */
export async function ceremony(address: string, kind: 'get' | 'create', extra: Json = {}): Promise<string> {
  const options = decoded((await ask(address)) as Json);
  const made = await navigator.credentials[kind]({ publicKey: options as never });
  if (!(made instanceof PublicKeyCredential)) throw new Error('no passkey');
  const { next } = (await ask(address, { response: encoded(made), ...extra })) as { next: string };
  return next;
}

async function ask(address: string, body?: Json): Promise<unknown> {
  const response = await fetch(address, {
    method: body ? 'POST' : 'GET',
    headers: { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

function decoded(options: Json): Json {
  const ids = (list: unknown) =>
    Array.isArray(list) ? list.map((entry: Json) => ({ ...entry, id: bytes(entry.id as string) })) : undefined;
  const user = options.user as Json | undefined;
  return {
    ...options,
    challenge: bytes(options.challenge as string),
    ...(user ? { user: { ...user, id: bytes(user.id as string) } } : {}),
    ...(options.allowCredentials ? { allowCredentials: ids(options.allowCredentials) } : {}),
    ...(options.excludeCredentials ? { excludeCredentials: ids(options.excludeCredentials) } : {}),
  };
}

function encoded(made: PublicKeyCredential): Json {
  const answer = made.response as AuthenticatorAssertionResponse & AuthenticatorAttestationResponse;
  const fields: Json = { clientDataJSON: text(answer.clientDataJSON) };
  if (answer.attestationObject) {
    fields.attestationObject = text(answer.attestationObject);
    fields.transports = answer.getTransports?.() ?? [];
  } else {
    fields.authenticatorData = text(answer.authenticatorData);
    fields.signature = text(answer.signature);
    if (answer.userHandle) fields.userHandle = text(answer.userHandle);
  }
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response: fields,
    clientExtensionResults: made.getClientExtensionResults(),
    ...(made.authenticatorAttachment ? { authenticatorAttachment: made.authenticatorAttachment } : {}),
  };
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
