/** Fills a text that belongs to the entry chosen elsewhere, as long as nobody wrote a text of their own. */
export default function prefill(element: HTMLElement): void {
  const source = document.getElementById(element.dataset.source ?? '') as HTMLSelectElement | null;
  const target = document.getElementById(element.dataset.target ?? '') as HTMLTextAreaElement | null;
  const texts = JSON.parse(element.dataset.texts ?? '{}') as Record<string, string>;
  const ready = new Set(Object.values(texts));
  source?.addEventListener('change', () => {
    if (target && (target.value.trim() === '' || ready.has(target.value))) target.value = texts[source.value] ?? '';
  });
}
