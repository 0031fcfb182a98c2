const looking_ms = 2_000;

/** Tells that somebody looks at a work: once a page, after it was in sight for two seconds. */
export default function viewBeacon(element: HTMLElement): void {
  const to = element.dataset.to;
  if (!to) return;
  let timer: number | undefined;
  const look = () => {
    window.clearTimeout(timer);
    if (document.visibilityState !== 'visible') return;
    timer = window.setTimeout(() => {
      document.removeEventListener('visibilitychange', look);
      // One that is lost is not counted; nobody waits for it.
      fetch(to, { method: 'POST', keepalive: true, credentials: 'omit' }).catch(() => {});
    }, looking_ms);
  };
  document.addEventListener('visibilitychange', look);
  look();
}
