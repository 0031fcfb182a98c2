/** Around a file input: shows the chosen photos small, with a button that takes each out again. */
export default function photoPreview(element: HTMLElement): void {
  const input = element.querySelector<HTMLInputElement>('input[type="file"]');
  if (!input || typeof DataTransfer === 'undefined') return;
  const most = Number(element.dataset.most ?? 6);
  const list = document.createElement('ul');
  list.className = 'enclosures';
  element.append(list);
  let chosen: File[] = [];
  const show = () => {
    for (const image of list.querySelectorAll('img')) URL.revokeObjectURL(image.src);
    list.replaceChildren(...chosen.map((file) => plate(file)));
  };
  const keep = () => {
    const transfer = new DataTransfer();
    for (const file of chosen) transfer.items.add(file);
    input.files = transfer.files;
    show();
  };
  const plate = (file: File): HTMLElement => {
    const item = document.createElement('li');
    const image = document.createElement('img');
    image.src = URL.createObjectURL(file);
    image.alt = file.name;
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.className = 'btn small';
    remove.textContent = element.dataset.remove ?? '';
    remove.setAttribute('aria-label', `${element.dataset.remove ?? ''} ${file.name}`);
    remove.addEventListener('click', () => {
      chosen = chosen.filter((each) => each !== file);
      keep();
      input.focus();
    });
    item.append(image, remove);
    return item;
  };
  input.addEventListener('change', () => {
    // Choosing again adds to what was chosen, as people expect of a camera.
    chosen = [...chosen, ...(input.files ?? [])].slice(0, most);
    keep();
  });
}
