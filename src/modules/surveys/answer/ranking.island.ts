type Line = { item: HTMLLIElement; select: HTMLSelectElement; name: string };
type Deed = 'add' | 'up' | 'down' | 'remove';

const marks: Readonly<Record<Deed, string>> = { add: '', up: '↑', down: '↓', remove: '×' };
const deeds = Object.keys(marks) as Deed[];

/** Puts choices in order by buttons: each line says its place, goes up, down, in or out. The selects keep what is sent. */
export default function ranking(element: HTMLElement): void {
  const words = element.dataset;
  const places = Number(words.places);
  const lines = linesOf(element);
  const placeOf = ({ select }: Line) => Number(select.value) || Number.POSITIVE_INFINITY;
  let order = lines.filter(({ select }) => select.value !== '').sort((a, b) => placeOf(a) - placeOf(b));
  const status = statusAfter(element);
  element.classList.add('by-buttons');

  const act = (line: Line, deed: Deed) => {
    if (buttonOf(line, deed)?.getAttribute('aria-disabled') === 'true') return;
    order = moved(order, line, deed);
    show(element, lines, order, places);
    const place = order.indexOf(line) + 1;
    status.textContent = place === 0 ? fill(words.out, line) : fill(words.at, line, place);
    const next: Deed = deed === 'add' ? 'up' : deed === 'remove' ? 'add' : deed;
    buttonOf(line, next)?.focus();
    line.select.dispatchEvent(new Event('input', { bubbles: true }));
  };
  for (const line of lines) line.item.append(barOf(line, words, (deed) => act(line, deed)));
  show(element, lines, order, places);
}

function linesOf(element: HTMLElement): Line[] {
  return [...element.querySelectorAll('li')].flatMap((item) => {
    const select = item.querySelector('select');
    return select ? [{ item, select, name: item.dataset.choice ?? '' }] : [];
  });
}

function statusAfter(element: HTMLElement): HTMLElement {
  const status = document.createElement('p');
  status.className = 'vh';
  status.setAttribute('role', 'status');
  element.after(status);
  return status;
}

function moved(order: readonly Line[], line: Line, deed: Deed): Line[] {
  const at = order.indexOf(line);
  const left = order.filter((each) => each !== line);
  if (deed === 'remove') return left;
  const to = deed === 'add' ? order.length : deed === 'up' ? at - 1 : at + 1;
  return [...left.slice(0, to), line, ...left.slice(to)];
}

const buttonOf = (line: Line, deed: Deed) => line.item.querySelector<HTMLButtonElement>(`[data-deed=${deed}]`);

const fill = (text: string | undefined, line: Line, place = 0): string =>
  (text ?? '').replace('{choice}', line.name).replace('{place}', String(place));

/** Lines in order, their places, and which buttons can be pressed. */
function show(element: HTMLElement, lines: readonly Line[], order: readonly Line[], places: number): void {
  for (const line of lines) {
    const at = order.indexOf(line);
    line.select.value = at < 0 ? '' : String(at + 1);
    line.item.classList.toggle('in', at >= 0);
    const badge = line.item.querySelector('.place');
    if (badge) badge.textContent = at < 0 ? '' : String(at + 1);
    const can: Record<Deed, boolean> = {
      add: order.length < places,
      up: at > 0,
      down: at < order.length - 1,
      remove: true,
    };
    for (const deed of deeds) {
      const button = buttonOf(line, deed);
      if (!button) continue;
      button.hidden = (deed === 'add') === at >= 0;
      // Not `disabled`, which would throw the focus away.
      button.setAttribute('aria-disabled', String(!can[deed]));
    }
  }
  const rest = lines.filter((line) => !order.includes(line));
  element.append(...[...order, ...rest].map(({ item }) => item));
}

function barOf(line: Line, words: DOMStringMap, act: (deed: Deed) => void): HTMLElement {
  const bar = document.createElement('div');
  bar.className = 'ranking-line';
  const badge = Object.assign(document.createElement('span'), { className: 'place num' });
  badge.setAttribute('aria-hidden', 'true');
  const name = Object.assign(document.createElement('span'), { className: 'ranking-name', textContent: line.name });
  const buttons = Object.assign(document.createElement('span'), { className: 'ranking-deeds' });
  for (const deed of deeds) {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'btn small' });
    button.dataset.deed = deed;
    button.textContent = marks[deed] || (words.addShort ?? '');
    button.setAttribute('aria-label', fill(words[deed], line));
    button.addEventListener('click', () => act(deed));
    buttons.append(button);
  }
  bar.append(badge, name, buttons);
  return bar;
}
