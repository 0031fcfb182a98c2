import type { PageContext } from '../../../ui/page-context.ts';
import type { Block } from './documents.queries.ts';

const sample = 2000;

/** Language of a text for `lang`, where it is not the page's; undefined where it is. */
export function textLanguage({ locale }: PageContext, blocks: readonly Pick<Block, 'text'>[]): string | undefined {
  let text = '';
  for (const block of blocks) {
    if (text.length > sample) break;
    text += block.text;
  }
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  const language = han >= latin ? 'zh-CN' : 'en';
  const same = locale === 'en' ? language === 'en' : language === 'zh-CN';
  return same ? undefined : language;
}
