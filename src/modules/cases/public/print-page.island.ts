/** Shows its button, which prints the page. Without scripts the browser's own menu does that. */
export default function printPage(element: HTMLElement): void {
  element.hidden = false;
  element.querySelector('button')?.addEventListener('click', () => window.print());
}
