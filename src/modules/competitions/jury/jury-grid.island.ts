type Saved = { version: number; total: number | null };

const rowOf = (name: string) => /^p-(\d+)-(.+)$/.exec(name);

const fieldsOf = (form: HTMLFormElement) =>
  [...form.elements].filter(
    (each): each is HTMLInputElement => each instanceof HTMLInputElement && rowOf(each.name) !== null,
  );

/** Enter and the arrows go up and down in a column. */
function goDown(event: KeyboardEvent, fields: HTMLInputElement[]): void {
  const step = event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLInputElement)) return;
  const criterion = rowOf(event.target.name)?.[2];
  if (!criterion) return;
  // A number field would count up and down, and Enter would send the page.
  event.preventDefault();
  const column = fields.filter(({ name }) => rowOf(name)?.[2] === criterion);
  const next = column[column.indexOf(event.target) + step];
  next?.focus();
  next?.select();
}

/**
 * Around the table of scores: a row that was left is kept as a draft by itself, Enter and the arrows go up and down in a column.
 */
export default function juryGrid(element: HTMLElement): void {
  const form = element.closest('form');
  const { href = '' } = element.dataset;
  if (!form) return;
  const touched = new Set<string>();
  let running: Promise<void> = Promise.resolve();
  let busy = 0;
  const fields = () => fieldsOf(form);

  const save = async (number: string) => {
    const version = form.elements.namedItem(`v-${number}`);
    if (!(version instanceof HTMLInputElement)) return;
    const body = new URLSearchParams({ do: 'draft', version: version.value });
    for (const field of fields()) {
      const found = rowOf(field.name);
      if (found?.[1] === number) body.set(`points-${found[2]}`, field.value);
    }
    const row = fields()
      .find(({ name }) => rowOf(name)?.[1] === number)
      ?.closest('tr');
    try {
      const answer = await fetch(`${href}${number}`, { method: 'POST', body, headers: { accept: 'application/json' } });
      if (!answer.ok) return row?.setAttribute('data-lost', '');
      const { version: next, total } = (await answer.json()) as Saved;
      version.value = String(next);
      row?.removeAttribute('data-lost');
      const sum = row?.querySelector('output');
      if (sum) sum.textContent = total === null ? '—' : total.toFixed(2);
    } catch {
      row?.setAttribute('data-lost', '');
    }
    return undefined;
  };
  const keep = (number: string) => {
    if (!touched.delete(number)) return;
    busy += 1;
    running = running
      .then(() => save(number))
      .then(() => {
        busy -= 1;
      });
  };

  element.addEventListener('input', (event) => {
    const found = event.target instanceof HTMLInputElement ? rowOf(event.target.name) : null;
    if (found?.[1]) touched.add(found[1]);
  });
  element.addEventListener('focusout', (event) => {
    const from = event.target instanceof HTMLInputElement ? rowOf(event.target.name)?.[1] : undefined;
    const to = event.relatedTarget instanceof HTMLInputElement ? rowOf(event.relatedTarget.name)?.[1] : undefined;
    if (from && from !== to) keep(from);
  });
  element.addEventListener('keydown', (event) => goDown(event, fields()));
  let sending = false;
  form.addEventListener('submit', (event) => {
    if (sending || !busy) return;
    event.preventDefault();
    const { submitter } = event;
    touched.clear();
    // Not at once: a form cannot be sent while it still says that it is being sent.
    void running.then(() =>
      window.setTimeout(() => {
        sending = true;
        form.requestSubmit(submitter);
      }),
    );
  });
}
