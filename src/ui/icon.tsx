import { type IconName, icons } from './icons.ts';

/** Decorative icon; the words beside it carry the meaning. Inline: repeats compress to nothing and need no request. */
export function Icon({ name, class: extra }: { name: IconName; class?: string }) {
  return (
    <svg
      class={extra ? `icon ${extra}` : 'icon'}
      viewBox="0 0 24 24"
      aria-hidden="true"
      // raw html: a constant of icons.ts, never a person's text
      dangerouslySetInnerHTML={{ __html: icons[name] }}
    />
  );
}

/** The concentric circles of the brand. */
export function Emblem() {
  return (
    <svg class="emblem" viewBox="0 0 48 48" aria-hidden="true">
      <circle cx="24" cy="24" r="21.5" stroke-width="1.3" />
      <circle cx="24" cy="24" r="14.8" stroke-width="2.2" />
      <circle cx="24" cy="24" r="8.6" stroke-width="3.2" />
      <circle class="heart" cx="24" cy="24" r="2.9" />
    </svg>
  );
}
