/** On the place for suggestions inside the idea's form: asks for ideas like it at each pause in typing its title. */
export default function similarIdeas(element: HTMLElement): void {
  const form = document.getElementById(element.dataset.form ?? '') as HTMLFormElement | null;
  const title = form?.elements.namedItem('title') as HTMLInputElement | null;
  const seen = form?.elements.namedItem('similar_seen') as HTMLInputElement | null;
  if (!form || !title) return;
  let timer = 0;
  let asked = '';
  const ask = async () => {
    const text = title.value.trim();
    if (text === asked || text.length < 4) return;
    asked = text;
    try {
      const response = await fetch(`${element.dataset.from}?${new URLSearchParams({ title: text })}`, {
        headers: { accept: 'text/html' },
      });
      const html = response.status === 200 ? await response.text() : '';
      element.innerHTML = html;
      element.hidden = html === '';
      addFormOf(element);
      if (seen && html !== '') seen.value = 'yes';
    } catch {
      // Without the network nothing is suggested; the idea can be written on.
    }
  };
  title.addEventListener('input', () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, 500);
  });
  title.addEventListener('blur', ask);
}

/** The buttons of the suggestions belong to a form of their own, because the idea's cannot hold another. */
function addFormOf(element: HTMLElement): void {
  const id = element.querySelector('button[form]')?.getAttribute('form');
  if (!id || document.getElementById(id)) return;
  const form = document.createElement('form');
  form.id = id;
  form.method = 'post';
  document.body.append(form);
}
