/** Keeps the character count under a field up to date while typing. */
export default function count(element: HTMLElement): void {
  const field = element as HTMLTextAreaElement | HTMLInputElement;
  const output = document.getElementById(`${field.id}-c`);
  if (!output) return;
  const max = Number(field.dataset.max ?? Number.POSITIVE_INFINITY);
  const update = () => {
    const length = [...field.value].length;
    const over = length > max;
    const text = (over ? output.dataset.over : output.dataset.text) ?? '';
    output.textContent = text.replace('{n}', String(over ? length - max : length));
    output.classList.toggle('over', over);
  };
  // A native limit would cut off pasted text without a word; the server checks the same limit.
  field.removeAttribute('maxlength');
  field.addEventListener('input', update);
  update();
}
