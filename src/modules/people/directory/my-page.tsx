import { fileHref } from '../../../kernel/files/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Checkbox, FileField } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors } from '../../../ui/form.tsx';
import { Section } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Portrait } from '../../../ui/portrait.tsx';
import { MePage } from '../me/me-page.tsx';
import type { Entry, Member } from '../register/entry.queries.ts';

/** One's own place in the directory: what everybody sees, and the photo. */
export function MyDirectoryPage(p: {
  ctx: PageContext;
  member: Member | undefined;
  entry: Entry | null;
  published: boolean;
  saved: boolean;
  errors: FormErrors;
}) {
  const { ctx, member, entry } = p;
  const { t } = ctx;
  const title = t('people.directory.mine');
  if (!member || !entry)
    return (
      <MePage title={title}>
        <EmptyState
          title={t('people.directory.mine_no_member')}
          action={<ButtonLink href="/join">{t('people.directory.join')}</ButtonLink>}
        />
      </MePage>
    );
  const href = `/members/${member.number.toLowerCase()}`;
  return (
    <MePage title={title} lead={t('people.directory.mine_lead')}>
      {p.saved && <Notice tone="success" live title={t('people.directory.saved')} />}
      <Section id="seen" title={t('people.directory.mine_seen')}>
        <p>{t(p.published ? 'people.directory.mine_public' : 'people.directory.mine_not_public')}</p>
        <p class="send-buttons">
          {p.published && <ButtonLink href={href}>{t('people.directory.mine_look')}</ButtonLink>}
          <ButtonLink href="/me/membership/entry">{t('people.directory.mine_change')}</ButtonLink>
        </p>
      </Section>
      <Section id="photo" title={t('people.directory.photo')}>
        {entry.photoFileId && (
          <Portrait
            src={fileHref(entry.photoFileId)}
            alt={t('people.directory.photo_of', { name: entry.penName || member.name })}
          />
        )}
        <Form
          id="photo-form"
          action="/me/directory"
          values={{ shown: entry.publicFields.includes('photo') ? 'yes' : '' }}
          errors={p.errors}
          multipart
        >
          <FileField
            name="photo"
            label={t('people.directory.photo_new')}
            hint={t('people.directory.photo_hint')}
            accept="image/*"
            optional
          />
          <Checkbox name="shown" label={t('people.directory.photo_shown')} />
          {entry.photoFileId && <Checkbox name="remove" label={t('people.directory.photo_remove')} />}
          <Actions>
            <Button primary>{t('people.directory.save')}</Button>
          </Actions>
        </Form>
      </Section>
    </MePage>
  );
}
