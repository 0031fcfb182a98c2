import { Button } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Section } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { MePage } from '../me/me-page.tsx';
import type { Passkey } from './passkeys.queries.ts';

const outcomes = ['added', 'renamed', 'removed'];

export function PasskeysPage(p: { passkeys: Passkey[]; host: string | null; done: string }) {
  const { t } = useUi();
  return (
    <MePage title={t('people.passkeys.title')} lead={t('people.passkeys.lead')}>
      {outcomes.includes(p.done) && (
        <Notice tone="success" live>
          <p>{t(`people.passkeys.done_${p.done}`)}</p>
        </Notice>
      )}
      {p.passkeys.length === 0 ? (
        <EmptyState title={t('people.passkeys.none')}>{t('people.passkeys.none_text')}</EmptyState>
      ) : (
        <Section id="passkeys" title={t('people.passkeys.yours')}>
          <ul class="holdings">
            {p.passkeys.map((passkey) => (
              <One passkey={passkey} />
            ))}
          </ul>
        </Section>
      )}
      {p.host ? (
        <div data-island="passkey-add" data-host={p.host} data-failed={t('people.passkey.add_failed')}>
          <Button type="button" primary icon="key" disabled>
            {t('people.passkeys.add')}
          </Button>
          <p class="said" role="status">
            {t('people.passkeys.needs_script')}
          </p>
        </div>
      ) : (
        <Notice>
          <p>{t('people.passkeys.needs_name')}</p>
        </Notice>
      )}
    </MePage>
  );
}

function One({ passkey }: { passkey: Passkey }) {
  const { t } = useUi();
  return (
    <li>
      <div>
        <h3>{passkey.name || t('people.passkeys.unnamed')}</h3>
        <p class="quiet">
          {passkey.createdAt && (
            <>
              {t('people.passkeys.since')} <DateTime value={passkey.createdAt} form="date" />
            </>
          )}{' '}
          {t(passkey.backedUp ? 'people.passkeys.synced' : 'people.passkeys.this_device')}
        </p>
      </div>
      <Form id={`name-${passkey.id}`} action={`/me/passkeys/${passkey.id}/name`} summary={false}>
        <Field name="name" label={t('people.passkeys.name')} value={passkey.name} maxLength={60} width="half" />
        <Actions>
          <Button small>{t('people.passkeys.rename')}</Button>
          <Button
            small
            danger
            formAction={`/me/passkeys/${passkey.id}/remove`}
            label={t('people.passkeys.remove_this', { name: passkey.name })}
          >
            {t('people.passkeys.remove')}
          </Button>
        </Actions>
      </Form>
    </li>
  );
}
