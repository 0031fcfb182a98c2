type Next = { number: number; text: string; lang: string; by: string };
type Answer = { seen: number; of: number; next: Next | null };

const keys: Readonly<Record<string, string>> = { a: 'agree', s: 'pass', d: 'disagree' };

/** Sends votes without loading the page anew, and shows the next statement at once; A, S and D are the three buttons. */
export default function voteStatement(element: HTMLElement): void {
  const form = element.querySelector('form');
  const number = form?.querySelector<HTMLInputElement>('input[name="statement"]');
  const text = element.querySelector<HTMLElement>('[data-statement]');
  const said = element.querySelector<HTMLElement>('[data-said]');
  const { post } = element.dataset;
  if (!form || !number || !text || !said || !post) return;
  let busy = false;

  const show = ({ seen, of, next }: Answer) => {
    if (!next) return location.assign(location.pathname);
    const words = element.querySelector('[data-seen-words]');
    if (words)
      words.textContent = (element.dataset.seen ?? '').replace('{seen}', String(seen)).replace('{of}', String(of));
    element.querySelector('.bar rect')?.setAttribute('width', `${(100 * seen) / of}%`);
    const over = element.querySelector('[data-statement-over]');
    if (over)
      over.textContent = (element.dataset.over ?? '').replace('{n}', String(next.number)).replace('{by}', next.by);
    const back = element.querySelector<HTMLAnchorElement>('[data-back]');
    if (back) back.href = `${back.dataset.back}${number.value}`;
    number.value = String(next.number);
    text.textContent = next.text;
    text.lang = next.lang;
    text.classList.toggle('long', [...next.text].length > 70);
    for (const button of form.querySelectorAll('button')) button.removeAttribute('aria-pressed');
    const report = element.querySelector<HTMLAnchorElement>('[data-report]');
    if (report) report.href = `${location.pathname}/statements/${next.number}/report`;
    // The address of a single statement is over: loading the page again asks the next one.
    if (location.search) history.replaceState(null, '', location.pathname);
  };

  const send = async (vote: string) => {
    if (busy) return;
    busy = true;
    said.textContent = '';
    try {
      const answer = await fetch(post, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ statement: Number(number.value), vote, lang: document.documentElement.lang }),
      });
      // Whatever is to be said about it, the page itself says it.
      if (answer.status === 403 || answer.status === 409 || answer.status === 404) location.reload();
      else if (answer.ok) show((await answer.json()) as Answer);
      else said.textContent = element.dataset.failed ?? '';
    } catch {
      said.textContent = element.dataset.failed ?? '';
    } finally {
      busy = false;
    }
  };

  form.addEventListener('submit', (event) => {
    const { submitter } = event;
    if (!(submitter instanceof HTMLButtonElement)) return;
    event.preventDefault();
    send(submitter.value);
  });
  document.addEventListener('keydown', (event) => {
    const vote = keys[event.key.toLowerCase()];
    const { target } = event;
    if (!vote || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
    send(vote);
  });
}
