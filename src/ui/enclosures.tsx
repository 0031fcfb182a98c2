import { Icon } from './icon.tsx';
import { useUi } from './page-context.ts';

export type Enclosure = {
  href: string;
  name: string;
  /** Of pictures: the small one, and its measure in pixels. */
  thumbHref?: string;
  width?: number | null;
  height?: number | null;
  /** A word of whom it is for: only inside. */
  note?: string;
};

/** What lies with a letter or an answer: pictures as small plates that open the whole, other files by name. */
export function Enclosures({ items, label }: { items: readonly Enclosure[]; label?: string }) {
  const { t } = useUi();
  if (items.length === 0) return null;
  return (
    <ul class="enclosures" aria-label={label ?? t('ui.enclosures.label')}>
      {items.map((item, i) => (
        <li>
          <a href={item.href}>
            {item.thumbHref ? (
              <img
                src={item.thumbHref}
                alt={t('ui.enclosures.picture', { n: i + 1, name: item.name })}
                width={item.width ?? undefined}
                height={item.height ?? undefined}
                loading="lazy"
              />
            ) : (
              <span class="enclosure-file">
                <Icon name="file" />
                {item.name}
              </span>
            )}
          </a>
          {item.note && <span class="quiet">{item.note}</span>}
        </li>
      ))}
    </ul>
  );
}
