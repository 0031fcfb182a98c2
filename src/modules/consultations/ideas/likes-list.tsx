import { wordBreaks } from '../../../kernel/text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Actions, Hidden } from '../../../ui/form.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import { Matters } from '../../../ui/lists.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Meta } from '../../../ui/text.tsx';
import type { Like } from './likeness.ts';

/** Stands on the page outside of the idea's form, because a form cannot hold another. */
const supportForm = 'support-like';

// keys: consultations.ideas.stage.*

/** Ideas like the one being written, each with the button that supports it instead. */
export function LikesList({ ctx, slug, likes }: { ctx: PageContext; slug: string; likes: readonly Like[] }) {
  const { t } = ctx;
  return (
    <>
      <p>{t('consultations.ideas.likes.lead')}</p>
      <Matters
        label={t('consultations.ideas.likes.title')}
        entries={likes.map(({ id, number, title, stage, supports, place }) => ({
          href: `/ideas/${slug}/${number}`,
          title: wordBreaks(title),
          meta: (
            <Meta
              items={[
                t('consultations.ideas.number', { number }),
                place,
                t(`consultations.ideas.stage.${stage}`),
                t('consultations.ideas.supports', { n: supports }),
              ]}
            />
          ),
          state: (
            <Button
              small
              form={supportForm}
              formAction={`/contributions/${id}/support`}
              label={t('consultations.ideas.likes.support_label', { title })}
            >
              {t('consultations.ideas.likes.support')}
            </Button>
          ),
        }))}
      />
    </>
  );
}

type Props = {
  ctx: PageContext;
  slug: string;
  likes: readonly Like[];
  fields: Record<string, string | string[]>;
  fileIds: readonly string[];
};

/** Shown once before an idea is taken in: others had it before. Everything typed travels along. */
export function LikesStep({ ctx, slug, likes, fields, fileIds }: Props) {
  const { t } = ctx;
  const typed = Object.entries(fields).filter(([name]) => name !== 'similar_seen' && name !== 'photos_kept');
  return (
    <Sheet title={t('consultations.ideas.likes.title')}>
      <LikesList ctx={ctx} slug={slug} likes={likes} />
      <form id={supportForm} method="post" action={`/ideas/${slug}/new`} />
      <form action={`/ideas/${slug}/new`} method="post" class="fields">
        {typed.map(([name, value]) =>
          (typeof value === 'string' ? [value] : value).map((each) => <Hidden name={name} value={each} />),
        )}
        {fileIds.map((id) => (
          <Hidden name="photos_kept" value={id} />
        ))}
        <Hidden name="similar_seen" value="yes" />
        <Actions note={t('consultations.ideas.likes.note')}>
          <Button primary>{t('consultations.ideas.likes.send_mine')}</Button>
          <Button name="edit" value="yes">
            {t('consultations.ideas.likes.edit')}
          </Button>
        </Actions>
      </form>
    </Sheet>
  );
}
