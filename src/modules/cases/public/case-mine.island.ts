/** On a cached page of a case: what stands for whoever is signed in and wrote or follows it takes the buttons' place. */
export default function caseMine(element: HTMLElement): void {
  const [first, ...others] = element.querySelectorAll('[form="follow"]');
  if (!first || !element.dataset.from) return;
  fetch(element.dataset.from, { headers: { accept: 'text/html' } }).then(
    async (response) => {
      if (response.status !== 200) return;
      first.outerHTML = await response.text();
      for (const other of others) other.remove();
    },
    // Without an answer the buttons stay: they work for everybody.
    () => {},
  );
}
