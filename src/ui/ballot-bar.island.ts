/** Keeps ring and words of a ballot's bar with what is ticked. */
export default function ballotBar(bar: HTMLElement): void {
  const form = bar.closest('form');
  const { name = '', chosen = '', left = '', full = '', over = '' } = bar.dataset;
  const most = Number(bar.dataset.most);
  const arc = bar.querySelector<SVGCircleElement>('.arc');
  const count = bar.querySelector('b');
  const rest = bar.querySelector('.rest');
  if (!form || !arc || !count || !rest) return;
  const length = arc.getTotalLength();
  const update = () => {
    const ticked = new FormData(form).getAll(name).length;
    const more = most - ticked;
    count.textContent = chosen.replace('{n}', String(ticked));
    rest.textContent = (more > 0 ? left : more === 0 ? full : over).replace('{n}', String(Math.abs(more)));
    rest.classList.toggle('over', more < 0);
    arc.setAttribute('stroke-dasharray', `${length * Math.min(1, ticked / most)} ${length}`);
  };
  form.addEventListener('change', update);
  // A browser that goes back keeps the ticks.
  window.addEventListener('pageshow', update);
  update();
}
