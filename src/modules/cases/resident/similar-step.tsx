import { Button } from '../../../ui/button.tsx';
import { Actions, Hidden } from '../../../ui/form.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import type { OpenLike } from './similar.queries.ts';
import { followForm, SimilarList } from './similar-letters.tsx';

type Props = {
  ctx: PageContext;
  letters: readonly OpenLike[];
  fields: Record<string, string | string[]>;
  fileIds: readonly string[];
};

/** Shown once before a letter is taken in: others have written of the same. Everything typed travels along. */
export function SimilarStep({ ctx, letters, fields, fileIds }: Props) {
  const { t } = ctx;
  const typed = Object.entries(fields).filter(([name]) => name !== 'similar_seen' && name !== 'photos_kept');
  return (
    <Sheet title={t('cases.resident.similar.title')} lead={t('cases.resident.similar.lead')}>
      <SimilarList ctx={ctx} letters={letters} />
      <form id={followForm} method="post" action="/cases" />
      <form action="/cases/new" method="post" class="fields">
        {typed.map(([name, value]) =>
          (typeof value === 'string' ? [value] : value).map((each) => <Hidden name={name} value={each} />),
        )}
        {fileIds.map((id) => (
          <Hidden name="photos_kept" value={id} />
        ))}
        <Hidden name="similar_seen" value="yes" />
        <Actions note={t('cases.resident.similar.note')}>
          <Button primary>{t('cases.resident.similar.send_mine')}</Button>
          <Button name="edit" value="yes">
            {t('cases.resident.similar.edit')}
          </Button>
        </Actions>
      </form>
    </Sheet>
  );
}
