/** Takes a receipt's code out of the fragment of the address, where a QR code put it, and out of the history. */
export default function receiptCode(element: HTMLElement): void {
  const input = element instanceof HTMLInputElement ? element : element.querySelector('input');
  const code = decodeURIComponent(location.hash.slice(1));
  if (!input || !/^[0-9A-Za-z-]{16,24}$/.test(code)) return;
  input.value = code;
  history.replaceState(null, '', location.pathname + location.search);
  input.focus();
}
