/**
 * On the place for suggestions inside the letter's form: asks for letters like the one being written at each pause in
 * typing its title.
 */
export default function similarLetters(element: HTMLElement): void {
  const form = document.getElementById(element.dataset.form ?? '') as HTMLFormElement | null;
  const title = form?.elements.namedItem('title') as HTMLInputElement | null;
  const seen = form?.elements.namedItem('similar_seen') as HTMLInputElement | null;
  if (!form || !title) return;
  title.closest('.field')?.after(element);
  let timer = 0;
  let asked = '';
  const ask = async () => {
    const text = title.value.trim();
    if (text === asked || text.length < 4) return;
    asked = text;
    const place = (form.elements.namedItem('address') as HTMLInputElement | null)?.value ?? '';
    const query = new URLSearchParams({ title: text, place });
    try {
      const response = await fetch(`/cases/similar?${query}`, { headers: { accept: 'text/html' } });
      const html = response.status === 200 ? await response.text() : '';
      element.innerHTML = html;
      element.hidden = html === '';
      addFormOf(element);
      if (seen) seen.value = 'yes';
    } catch {
      // Without the network nothing is suggested; the letter can be written on.
    }
  };
  title.addEventListener('input', () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, 500);
  });
  title.addEventListener('blur', ask);
}

/** The buttons of the suggestions belong to a form of their own, because the letter's cannot hold another. */
function addFormOf(element: HTMLElement): void {
  const id = element.querySelector('button[form]')?.getAttribute('form');
  if (!id || document.getElementById(id)) return;
  const form = document.createElement('form');
  form.id = id;
  form.method = 'post';
  document.body.append(form);
}
