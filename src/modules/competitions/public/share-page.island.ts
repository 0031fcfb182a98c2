/** Copies a page's address, or gives it to whatever the device shares with. The address stands there for all others. */
export default function sharePage(box: HTMLElement): void {
  const { url = '', title = '' } = box.dataset;
  const part = (name: string) => box.querySelector<HTMLElement>(`[data-part="${name}"]`);
  const [share, copy, said] = [part('share'), part('copy'), part('said')];
  if (share && typeof navigator.share === 'function') {
    share.hidden = false;
    share.querySelector('button')?.addEventListener('click', () => {
      // Whoever changes their mind is no error.
      navigator.share({ url, title }).catch(() => {});
    });
  }
  if (!copy || !said || !navigator.clipboard) return;
  copy.hidden = false;
  copy.querySelector('button')?.addEventListener('click', async () => {
    await navigator.clipboard.writeText(url).catch(() => box.querySelector('input')?.select());
    said.textContent = said.dataset.copied ?? '';
  });
}
