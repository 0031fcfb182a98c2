/** On a cached page of a case: what stands for whoever is signed in and wrote or follows it takes the buttons' place. */
export default function caseMine(element: HTMLElement): void {
  const form = element.querySelector('#follow');
  if (!form || !element.dataset.from) return;
  fetch(element.dataset.from, { headers: { accept: 'text/html' } }).then(
    async (response) => {
      if (response.status === 200) form.outerHTML = await response.text();
    },
    // Without an answer the buttons stay: they work for everybody.
    () => {},
  );
}
