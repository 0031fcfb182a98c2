import { pickPlace } from '../../../ui/place-picker.ts';

/** Fills the coordinates of a letter from the device or the plan. */
export default function herePicker(element: HTMLElement): void {
  const form = element.closest('form');
  pickPlace(
    element,
    form?.elements.namedItem('lat') as HTMLInputElement | null,
    form?.elements.namedItem('lon') as HTMLInputElement | null,
  );
}
