type Draft = { at: number; values: Record<string, string[]> };

const prefix = 'draft:';
const keepDays = 30;

function storage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

function read(store: Storage, key: string): Draft | undefined {
  try {
    const draft = JSON.parse(store.getItem(key) ?? 'null') as Draft | null;
    if (draft && Date.now() - draft.at < keepDays * 86_400_000) return draft;
  } catch {
    // Unreadable: as good as none.
  }
  return undefined;
}

function kept(form: HTMLFormElement): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const [name, value] of new FormData(form)) {
    const field = form.elements.namedItem(name);
    const secret = field instanceof HTMLInputElement && (field.type === 'password' || field.type === 'hidden');
    if (typeof value !== 'string' || secret) continue;
    values[name] = [...(values[name] ?? []), value];
  }
  return values;
}

function restore(form: HTMLFormElement, draft: Draft): void {
  for (const element of form.elements) {
    const field = element as HTMLInputElement;
    const values = draft.values[field.name];
    if (!field.name || field.type === 'hidden' || field.type === 'file' || field.type === 'password') continue;
    if (field.type === 'radio' || field.type === 'checkbox') {
      if (values || field.type === 'checkbox') field.checked = values?.includes(field.value) ?? false;
    } else if (values?.[0] !== undefined) {
      field.value = values[0];
    }
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

function note(form: HTMLFormElement, text: string): HTMLElement {
  let line = form.querySelector<HTMLElement>('.draft-note');
  if (!line) {
    line = document.createElement('p');
    line.className = 'draft-note';
    line.setAttribute('role', 'status');
    form.prepend(line);
  }
  line.textContent = text;
  return line;
}

function offer(form: HTMLFormElement, words: DOMStringMap, forget: () => void): void {
  const line = note(form, `${words.draftRestored ?? ''} `);
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words.draftDiscard ?? '';
  button.addEventListener('click', () => {
    forget();
    form.reset();
    line.remove();
  });
  line.append(button);
}

/**
 * On a form: keeps what is typed on this device and brings it back. On anything with `data-sent`: forgets the draft of the form of
 * that id, because the server says that it has arrived.
 */
export default function draftKeeper(element: HTMLElement): void {
  const store = storage();
  if (!store) return;
  if (element.dataset.sent !== undefined) {
    store.removeItem(prefix + element.dataset.sent);
    return;
  }
  const form = element as HTMLFormElement;
  const key = prefix + form.id;
  const draft = read(store, key);
  let timer = 0;
  const forget = () => {
    window.clearTimeout(timer);
    timer = 0;
    store.removeItem(key);
  };
  // A form sent back with errors already holds the newest text.
  const refused = form.querySelector('[aria-invalid="true"]') !== null;
  if (draft && !refused && Object.values(draft.values).some((v) => v.some(Boolean))) {
    restore(form, draft);
    offer(form, form.dataset, forget);
  }
  const save = () => {
    timer = 0;
    try {
      store.setItem(key, JSON.stringify({ at: Date.now(), values: kept(form) } satisfies Draft));
    } catch {
      // Storage is full or forbidden: typing goes on without it.
    }
  };
  form.addEventListener('input', (event) => {
    if (!event.isTrusted) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(save, 300);
  });
  // Whoever goes on before that has typed it all the same.
  window.addEventListener('pagehide', () => {
    if (timer === 0) return;
    window.clearTimeout(timer);
    save();
  });
}
