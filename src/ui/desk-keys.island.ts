const typing =
  'input:not([type="radio"],[type="checkbox"],[type="button"],[type="submit"]),textarea,select,[contenteditable]';
let installed = false;

function visible(element: HTMLElement): boolean {
  return element.checkVisibility?.() ?? element.offsetParent !== null;
}

function nameOf(element: HTMLElement): string {
  const label =
    element.getAttribute('aria-label') ?? (element.closest('label') ?? element).querySelector('b')?.textContent;
  if (label) return label;
  if (element instanceof HTMLInputElement) return element.labels?.[0]?.textContent?.trim() ?? '';
  const copy = element.cloneNode(true) as HTMLElement;
  for (const extra of copy.querySelectorAll('kbd')) extra.remove();
  return copy.textContent?.trim() ?? '';
}

function keyed(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-key]')].filter(visible);
}

function act(target: HTMLElement): void {
  if (target.matches(typing)) {
    target.focus();
    if (target instanceof HTMLInputElement) target.select();
  } else if (target.matches('input[type="radio"]') && (target as HTMLInputElement).checked) {
    target.focus();
  } else {
    target.click();
  }
}

function showKeys(): void {
  let box = document.getElementById('keys-help');
  if (!box) {
    box = document.createElement('div');
    box.id = 'keys-help';
    box.className = 'dialog';
    box.setAttribute('popover', 'auto');
    box.setAttribute('role', 'dialog');
    document.body.append(box);
  }
  const title = document.querySelector<HTMLElement>('[data-keys-title]')?.dataset.keysTitle ?? '?';
  const heading = document.createElement('h2');
  heading.id = 'keys-help-title';
  heading.textContent = title;
  const list = document.createElement('dl');
  list.className = 'keys-list';
  for (const element of keyed()) {
    const key = document.createElement('dt');
    const kbd = document.createElement('kbd');
    kbd.textContent = (element.dataset.key ?? '').toUpperCase();
    key.append(kbd);
    const name = document.createElement('dd');
    name.textContent = nameOf(element);
    list.append(key, name);
  }
  box.setAttribute('aria-labelledby', heading.id);
  box.replaceChildren(heading, list);
  box.togglePopover();
}

/** Keys of the staff's pages: the single key of whatever carries `data-key`, `?` for all of them. Never while somebody types. */
export default function deskKeys(): void {
  if (installed) return;
  installed = true;
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const from = event.target as HTMLElement;
    if (from.matches(typing)) {
      if (event.key === 'Escape') from.blur();
      return;
    }
    if (document.querySelector('.dialog:popover-open') && event.key !== '?') return;
    if (event.key === '?') {
      event.preventDefault();
      showKeys();
      return;
    }
    const target = keyed().find((element) => element.dataset.key === event.key.toLowerCase());
    if (!target) return;
    event.preventDefault();
    act(target);
  });
  document.querySelector('.q a[aria-current]')?.scrollIntoView({ block: 'nearest' });
}
