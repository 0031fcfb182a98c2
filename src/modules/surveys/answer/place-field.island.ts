import { pickPlace } from '../../../ui/place-picker.ts';

/** Fills the coordinates of an answer from the device or the plan. */
export default function placeField(element: HTMLElement): void {
  pickPlace(
    element,
    element.querySelector<HTMLInputElement>('[name$=".lat"]'),
    element.querySelector<HTMLInputElement>('[name$=".lon"]'),
  );
}
