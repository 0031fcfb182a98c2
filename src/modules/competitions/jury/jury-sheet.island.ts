const wait_ms = 1200;

type Saved = { version: number; state: string };

/** The total while points are given, and what is written kept as a draft by itself. */
export default function jurySheet(element: HTMLElement): void {
  const form = element.closest('form');
  if (!form) return;
  const { href, weights = '{}', total = '', saved = '', lost = '' } = element.dataset;
  const shares = Object.entries(JSON.parse(weights) as Record<string, number>);
  let timer: number | undefined;
  let running: Promise<void> = Promise.resolve();
  let busy = 0;

  const count = () => {
    let sum = 0;
    for (const [id, weight] of shares) {
      const field = form.elements.namedItem(`points-${id}`);
      if (!(field instanceof HTMLInputElement) || field.value === '') return '—';
      sum += Number(field.value) * weight;
    }
    return (Math.round(sum + 1e-7) / 100).toFixed(2);
  };
  const say = (words: string) => {
    element.textContent = [total.replace('{total}', count()), words].filter(Boolean).join('　');
  };
  const save = async (address: string) => {
    try {
      const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
      body.set('do', 'draft');
      const answer = await fetch(address, { method: 'POST', body, headers: { accept: 'application/json' } });
      if (!answer.ok) return say(lost);
      const { version } = (await answer.json()) as Saved;
      const field = form.elements.namedItem('version');
      if (field instanceof HTMLInputElement) field.value = String(version);
      say(saved);
    } catch {
      say(lost);
    }
  };

  form.addEventListener('input', () => {
    say('');
    window.clearTimeout(timer);
    if (!href) return;
    timer = window.setTimeout(() => {
      timer = undefined;
      // One after the other: each needs the version that the one before it made.
      busy += 1;
      running = running
        .then(() => save(href))
        .then(() => {
          busy -= 1;
        });
    }, wait_ms);
  });
  let sending = false;
  form.addEventListener('submit', (event) => {
    window.clearTimeout(timer);
    if (sending || !busy) return;
    event.preventDefault();
    const { submitter } = event;
    // Not at once: a form cannot be sent while it still says that it is being sent.
    void running.then(() =>
      window.setTimeout(() => {
        sending = true;
        form.requestSubmit(submitter);
      }),
    );
  });
}
