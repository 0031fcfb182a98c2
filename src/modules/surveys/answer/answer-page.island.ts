import type { Fields } from './fields.ts';
import type { Skeleton } from './skeleton.ts';

const quiet_ms = 2500;

/** Shows and hides questions as they are answered, keeps exclusive choices alone, and saves what was typed. */
export default function answerPage(element: HTMLElement): void {
  const form = element.querySelector('form');
  if (!form) return;
  for (const group of form.querySelectorAll<HTMLElement>('[data-alone]')) keepAlone(group);
  for (const field of form.querySelectorAll<HTMLElement>('[data-other]')) showOther(field);
  for (const line of form.querySelectorAll<HTMLElement>('.question-nothing'))
    line.parentElement?.addEventListener('change', () => {
      line.hidden = !line.parentElement?.querySelector('input[type=radio]:checked:not([value=""])');
    });
  showAsked(element, form);
  saveSoon(form);
}

/** A choice that excludes all others takes their ticks away, and they take its own. */
function keepAlone(group: HTMLElement): void {
  const alone = new Set(group.dataset.alone?.split(' '));
  group.addEventListener('change', (event) => {
    const box = event.target as HTMLInputElement;
    if (box.type !== 'checkbox' || !box.checked) return;
    for (const other of group.querySelectorAll<HTMLInputElement>('input[type=checkbox]'))
      if (other !== box && (alone.has(box.value) || alone.has(other.value))) other.checked = false;
  });
}

/** The field beside a choice is there once the choice is made. */
function showOther(field: HTMLElement): void {
  const names = new Set(field.dataset.other?.split(' '));
  const group = field.parentElement;
  const show = () => {
    const inputs = group?.querySelectorAll<HTMLInputElement | HTMLOptionElement>('input:checked, option:checked') ?? [];
    field.hidden = ![...inputs].some(({ value }) => names.has(value));
  };
  group?.addEventListener('change', show);
  show();
}

/** What the form holds now; files aside. */
function fieldsOf(form: HTMLFormElement): Fields {
  const fields: Record<string, string[]> = {};
  for (const [name, value] of new FormData(form))
    if (typeof value === 'string') {
      fields[name] ??= [];
      fields[name].push(value);
    }
  return fields;
}

async function showAsked(element: HTMLElement, form: HTMLFormElement): Promise<void> {
  const { skeleton: text, moment: now } = element.dataset;
  if (!text || !now) return;
  const { definition, answers } = JSON.parse(text) as Skeleton;
  const moment = JSON.parse(now);
  const [{ walk }, { readFields, withPage }] = await Promise.all([import('../logic/walk.ts'), import('./fields.ts')]);
  const section = definition.sections.at(-1);
  const shown = form.elements.namedItem('shown') as HTMLInputElement | null;
  if (!section || !shown) return;
  const show = () => {
    const page = readFields(section.questions, fieldsOf(form));
    const { questions } = walk(definition, withPage(answers, page.answers), moment);
    for (const block of form.querySelectorAll<HTMLElement>('[data-question]'))
      block.hidden = !questions.has(block.dataset.question ?? '');
    shown.value = section.questions.flatMap(({ name }) => (questions.has(name) ? [name] : [])).join(' ');
  };
  form.addEventListener('input', show);
  form.addEventListener('change', show);
  show();
}

/** Saves some seconds after the last change, and when the page is left. */
function saveSoon(form: HTMLFormElement): void {
  const status = form.querySelector<HTMLElement>('[data-saved]');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let changed = false;
  let sending = false;
  const save = async () => {
    clearTimeout(timer);
    if (!changed || sending) return;
    changed = false;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form))
      if (typeof value === 'string' && !/^(file|keep)\.|^had$/.test(name)) body.append(name, value);
    body.set('go', 'keep');
    const answer = await fetch(form.action, { method: 'POST', body, keepalive: true }).catch(() => null);
    if (!status) return;
    status.hidden = false;
    status.classList.toggle('hot', !answer?.ok);
    status.textContent = (answer?.ok ? status.dataset.saved : status.dataset.failed) ?? '';
    if (!answer?.ok) changed = true;
  };
  form.addEventListener('input', () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, quiet_ms);
  });
  form.addEventListener('submit', () => {
    sending = true;
    clearTimeout(timer);
  });
  window.addEventListener('pageshow', () => {
    sending = false;
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save();
  });
}
