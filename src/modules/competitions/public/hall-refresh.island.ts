const every_ms = 10_000;

/** Keeps a page on the wall of a hall as it stands: fetched again and put in place, without a flash. */
export default function hallRefresh(hall: HTMLElement): void {
  const refresh = async () => {
    const response = await fetch(window.location.href, { headers: { accept: 'text/html' } });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const now = page.getElementById(hall.id);
    if (now && now.innerHTML !== hall.innerHTML) hall.replaceChildren(...now.childNodes);
  };
  // Without a line the last that was known stays.
  window.setInterval(() => refresh().catch(() => {}), every_ms);
}
