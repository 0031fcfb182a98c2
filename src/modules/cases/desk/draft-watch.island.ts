const every_ms = 20_000;

/** Looks now and then whether a colleague has saved a newer draft than the one being edited, and says so once. */
export default function draftWatch(element: HTMLElement): void {
  const { href = '', version = '0', words = '' } = element.dataset;
  const timer = window.setInterval(async () => {
    if (document.visibilityState !== 'visible') return;
    try {
      const answer = await fetch(href, { headers: { accept: 'application/json' } });
      if (!answer.ok) return;
      const stored = (await answer.json()) as { version: number; by: string };
      if (stored.version <= Number(version)) return;
      element.textContent = words.replace('{by}', stored.by);
      element.hidden = false;
      window.clearInterval(timer);
    } catch {
      // No network: saving will say it.
    }
  }, every_ms);
}
