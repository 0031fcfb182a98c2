/**
 * Counts down what is left of a phase, by the server's clock, and loads the page again when the day goes on. A form with
 * something typed in it is not taken away: then a link is offered instead.
 */
export default function pitchClock(element: HTMLElement): void {
  const { events, clock, started, planned, paused, pausedMs = '0' } = element.dataset;
  const output = element.querySelector('output');
  let skew_ms = 0;

  const show = () => {
    if (!output || !started || !planned || planned === '0') return;
    const until = paused ? Number(paused) : Date.now() + skew_ms;
    const left = Number(planned) - Math.floor((until - Number(started) - Number(pausedMs)) / 1000);
    const seconds = Math.abs(left);
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    output.textContent = left < 0 ? `+${text}` : text;
    output.classList.toggle('over', left < 0);
  };

  const measure = async () => {
    if (!clock) return;
    const asked = Date.now();
    const answer = await fetch(clock, { cache: 'no-store' });
    const { at } = (await answer.json()) as { at: number };
    // The answer is as old as half of the way there and back.
    skew_ms = at - (asked + Date.now()) / 2;
    show();
  };

  let typed = false;
  document.addEventListener('input', () => {
    typed = true;
  });
  const goOn = () => {
    const link = document.getElementById('pitch-moved-on');
    if (typed && link) {
      link.hidden = false;
      return;
    }
    // Not all phones of a hall in the same moment.
    setTimeout(() => location.reload(), 200 + Math.random() * 1500);
  };

  if (events) {
    const source = new EventSource(events);
    const { topic = '' } = element.dataset;
    source.addEventListener(topic, goOn);
  }
  measure().catch(() => show());
  setInterval(show, 500);
}
