/**
 * Shows what the server finds for some fields of a form while it is filled in: asked again when one of them changes.
 * What somebody chose in it stays until then.
 */
export default function lookup(element: HTMLElement): void {
  const form = document.getElementById(element.dataset.form ?? '') as HTMLFormElement | null;
  const names = (element.dataset.from ?? '').split(' ');
  const { url } = element.dataset;
  if (!form || !url) return;
  let asked = '';
  const ask = async () => {
    const body = new URLSearchParams();
    for (const name of names) {
      const field = form.elements.namedItem(name) as HTMLInputElement | null;
      body.set(name, field?.value.trim() ?? '');
    }
    const now = body.toString();
    if (now === asked || ![...body.values()].some(Boolean)) return;
    asked = now;
    try {
      const response = await fetch(url, { method: 'POST', body, headers: { accept: 'text/html' } });
      if (response.ok && now === asked) element.innerHTML = await response.text();
    } catch {
      // Without the network the button beside it still asks.
    }
  };
  form.addEventListener('change', (event) => {
    if (names.includes((event.target as HTMLInputElement).name)) void ask();
  });
}
