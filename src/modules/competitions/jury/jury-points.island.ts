/** On a number field: a slider beside it, for hands on a screen. Both say the same. */
export default function juryPoints(element: HTMLElement): void {
  const field = element as HTMLInputElement;
  const slider = document.createElement('input');
  slider.type = 'range';
  slider.min = field.min;
  slider.max = field.max;
  slider.step = field.step;
  slider.value = field.value === '' ? '0' : field.value;
  // The field says everything already; the slider is for pointers alone.
  slider.tabIndex = -1;
  slider.setAttribute('aria-hidden', 'true');
  slider.className = 'points-slider';
  field.after(slider);
  slider.addEventListener('input', () => {
    field.value = slider.value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  field.addEventListener('input', () => {
    if (field.value !== '') slider.value = field.value;
  });
}
