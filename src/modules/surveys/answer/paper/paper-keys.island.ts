/** Enter goes to the next field, Ctrl and Enter keeps the sheet. */
export default function paperKeys(element: HTMLElement): void {
  const form = element.querySelector('form');
  form?.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (!(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    const fields = [...form.querySelectorAll<HTMLElement>('input:not([type=hidden]), textarea, button')];
    fields[fields.indexOf(event.target) + 1]?.focus();
  });
}
