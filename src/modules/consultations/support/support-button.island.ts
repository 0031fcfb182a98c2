type State = { on: string[]; supports: Record<string, number> };

const most = 100;
let asking: Promise<State | null> | undefined;

/** Asks once for all buttons of the page; nobody signed in has nothing to hear. */
function stateOfPage(): Promise<State | null> {
  asking ??= (async () => {
    const ids = [...document.querySelectorAll<HTMLElement>('[data-support]')].map((each) => each.dataset.support ?? '');
    const answer = await fetch(`/contributions/supported?ids=${ids.slice(0, most).join(',')}`, {
      headers: { accept: 'application/json' },
    });
    return answer.status === 200 ? ((await answer.json()) as State) : null;
  })().catch(() => null);
  return asking;
}

/** A support button that says whether it is pressed, and changes without another page. */
export default function supportButton(element: HTMLElement): void {
  const id = element.dataset.support ?? '';
  const form = element.closest('form');
  const want = form?.querySelector<HTMLInputElement>('[name="want"]');
  const verb = element.querySelector<HTMLElement>('[data-verb]');
  const count = element.querySelector<HTMLElement>('[data-count]');
  if (!form || !want || !verb || !count) return;
  const show = (on: boolean, supports: number) => {
    want.value = on ? 'off' : 'on';
    verb.textContent = (on ? element.dataset.on : element.dataset.off) ?? '';
    count.textContent = String(supports);
    element.setAttribute('aria-pressed', String(on));
    element.classList.toggle('supported', on);
  };
  let known = false;
  stateOfPage().then((state) => {
    const supports = state?.supports[id];
    if (!state || supports === undefined) return;
    known = true;
    show(state.on.includes(id), supports);
  });
  form.addEventListener('submit', (event) => {
    // Not signed in, or not known yet: the page behind the form says how it stands.
    if (!known) return;
    event.preventDefault();
    fetch(form.action, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ want: want.value }),
    })
      .then(async (answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        const { on, supports } = (await answer.json()) as { on: boolean; supports: number };
        show(on, supports);
      })
      .catch(() => form.submit());
  });
}
