import type { ComponentChildren } from 'preact';
import { fileHref } from '../../../kernel/files/index.ts';
import { DateTime } from '../../../ui/date-time.tsx';
import { type Enclosure, Enclosures } from '../../../ui/enclosures.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Letter } from '../../../ui/letter.tsx';
import { type UiSettings, useUi } from '../../../ui/page-context.ts';
import { safeHref } from '../../../ui/text.tsx';
import { categoryPath } from '../category-book.ts';
import type { MatterView } from './load-matter.ts';
import type { MatterFile } from './matter.queries.ts';

/** The letter itself with its photos, and what is known of place and matter. */
export function MatterLetter({ matter }: { matter: MatterView }) {
  const { t } = useUi();
  const { row } = matter;
  const letterFiles = matter.files.filter((file) => file.of === 'letter');
  return (
    <div>
      <Letter
        lang="zh-Hans"
        sign={
          <>
            <DateTime value={row.submitted_at} form="datetime" />
            {t('cases.matter.signed', { channel: t(`cases.channel.${row.channel}`), files: letterFiles.length })}
          </>
        }
      >
        {marked(
          row.body,
          matter.places.map((place) => place.name),
        )}
      </Letter>
      <Enclosures items={enclosuresOf(letterFiles)} />
      <LetterFacts matter={matter} />
    </div>
  );
}

function LetterFacts({ matter }: { matter: MatterView }) {
  const ui = useUi();
  const { row, forum } = matter;
  const named = matter.places.map((place) => place.name).slice(0, 6);
  return (
    <Facts
      ruled
      items={[
        { label: ui.t('cases.matter.place'), value: placeWords(matter, ui) || ui.t('cases.matter.no_place') },
        named.length > 0 && { label: ui.t('cases.matter.named'), value: named.join(ui.t('cases.matter.and')) },
        { label: ui.t('cases.matter.category'), value: categoryWords(matter, ui) || ui.t('cases.matter.no_category') },
        forum && {
          label: ui.t('cases.matter.forum'),
          value: (
            <>
              <a href={safeHref(forum.url)} rel="nofollow noopener">
                {forum.site || forum.url}
              </a>
              {forum.handle && ui.t('cases.matter.handle', { handle: forum.handle })}
            </>
          ),
          end: forum.answeredAt ? ui.t('cases.matter.forum_answered') : ui.t('cases.matter.forum_open'),
        },
        matter.followers > 0 && {
          label: ui.t('cases.matter.followers'),
          value: ui.t('cases.matter.people', { n: matter.followers }),
        },
        row.merged_into_id !== null &&
          matter.mergedInto && {
            label: ui.t('cases.matter.merged_into'),
            value: `${matter.mergedInto.number} ${matter.mergedInto.title}`,
          },
        matter.mergedHere.length > 0 && {
          label: ui.t('cases.matter.merged_here'),
          value: matter.mergedHere.map((one) => one.number).join(ui.t('cases.matter.and')),
        },
      ]}
    />
  );
}

/** District and address in a line. */
export function placeWords({ row, districts }: Pick<MatterView, 'row' | 'districts'>, { locale }: UiSettings): string {
  return [districts.name(row.district_id, locale), row.address].filter(Boolean).join(locale === 'en' ? ', ' : ' ');
}

/** The catalogue's path to the category: 城市管理 › 道路照明 › 路灯不亮. */
export function categoryWords({ row, categories }: MatterView, { locale }: UiSettings): string {
  return categoryPath(categories, row.category_id)
    .map(({ id }) => categories.name(id, locale))
    .join(' › ');
}

export function enclosuresOf(files: readonly MatterFile[]): Enclosure[] {
  return files.map((file) => ({
    href: fileHref(file.id),
    name: file.name,
    ...(file.width === null
      ? {}
      : { thumbHref: fileHref(file.id, 'thumb'), width: thumbWidth(file), height: thumbHeight }),
  }));
}

const thumbHeight = 112;

function thumbWidth({ width, height }: MatterFile): number {
  return Math.min(320, Math.max(40, Math.round((thumbHeight * (width ?? thumbHeight)) / (height || thumbHeight))));
}

/** The words as paragraphs, with the places that were recognised marked. */
function marked(text: string, names: readonly string[]): ComponentChildren {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  if (names.length === 0) return lines.map((line) => <p>{line}</p>);
  const longestFirst = [...names]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[^\p{L}\p{N}]/gu, '\\$&'));
  const pattern = new RegExp(`(${longestFirst.join('|')})`, 'giu');
  return lines.map((line) => (
    <p>{line.split(pattern).map((piece, i) => (i % 2 === 1 ? <mark>{piece}</mark> : piece))}</p>
  ));
}
