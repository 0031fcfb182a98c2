import type { ComponentChildren } from 'preact';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { Steps } from '../../../ui/facts.tsx';
import { Field, FileField } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { organisationKinds } from '../register/register.rules.ts';

type Option = { value: string; label: string };

/** What an organisation says of itself, as fields. */
export function OrganisationFields({ districts }: { districts: readonly Option[] }) {
  const { t } = useUi();
  return (
    <>
      <Choice
        name="kind"
        legend={t('people.organisations.kind')}
        options={organisationKinds.map((kind) => ({
          value: kind,
          label: t(`people.organisation.kind.${kind}`),
          note: t(`people.organisations.kind_note.${kind}`),
        }))}
        required
      />
      <Field
        name="name"
        label={t('people.organisations.name')}
        hint={t('people.organisations.name_hint')}
        maxLength={100}
        required
      />
      <Field name="shortName" label={t('people.organisations.short_name')} maxLength={30} width="half" optional />
      <Field
        name="creditCode"
        label={t('people.organisations.credit_code')}
        hint={t('people.organisations.code_hint')}
        maxLength={40}
        width="half"
      />
      <Field
        name="districtId"
        type="select"
        label={t('people.organisations.district')}
        placeholder={t('people.organisations.whole_city')}
        options={districts}
        width="half"
        optional
      />
      <Field
        name="website"
        type="url"
        label={t('people.organisations.website')}
        maxLength={300}
        width="half"
        optional
      />
      <Field
        name="about"
        type="textarea"
        paper="plain"
        label={t('people.organisations.about')}
        hint={t('people.organisations.about_hint')}
        maxLength={2000}
        counted
        rows={6}
        optional
      />
      <Field
        name="publicContact"
        label={t('people.organisations.contact')}
        hint={t('people.organisations.contact_hint')}
        maxLength={200}
        optional
      />
    </>
  );
}

/** The licence, by which the secretariat verifies an organisation. */
export function EvidenceField({ kept }: { kept?: readonly { id: string; name: string }[] }) {
  const { t } = useUi();
  return (
    <FileField
      name="evidence"
      label={t('people.organisations.evidence')}
      hint={t('people.organisations.evidence_hint')}
      accept=".pdf,.jpg,.jpeg,.png"
      {...(kept && { kept })}
    />
  );
}

/** Registering an organisation. */
export function RegisterPage(p: {
  districts: readonly Option[];
  values: FormValues;
  errors: FormErrors;
  kept: readonly { id: string; name: string }[];
}) {
  const { t } = useUi();
  return (
    <Sheet
      title={t('people.organisations.register_title')}
      lead={t('people.organisations.register_lead')}
      aside={{
        title: t('people.organisations.what_next'),
        children: (
          <Steps
            items={[
              { title: t('people.organisations.step_check'), text: t('people.organisations.step_check_text') },
              { title: t('people.organisations.step_public'), text: t('people.organisations.step_public_text') },
              { title: t('people.organisations.step_people'), text: t('people.organisations.step_people_text') },
            ]}
          />
        ),
      }}
    >
      <Form id="organisation" action="/organisations/new" values={p.values} errors={p.errors} multipart>
        <OrganisationFields districts={p.districts} />
        <EvidenceField kept={p.kept} />
        <Actions note={t('people.organisations.register_note')}>
          <Button primary>{t('people.organisations.register')}</Button>
          <ButtonLink href="/organisations">{t('people.organisations.back')}</ButtonLink>
        </Actions>
      </Form>
    </Sheet>
  );
}

/** The form by which an organisation changes what it says of itself. */
export function ChangeForm(p: {
  slug: string;
  version: string;
  verified: boolean;
  districts: readonly Option[];
  values: FormValues;
  errors: FormErrors;
  children?: ComponentChildren;
}) {
  const { t } = useUi();
  return (
    <Form id="change" action={`/organisations/${p.slug}/manage`} values={p.values} errors={p.errors}>
      <Hidden name="version" value={p.version} />
      <OrganisationFields districts={p.districts} />
      <Actions note={p.verified ? t('people.organisations.change_note') : undefined}>
        <Button primary>{t('people.organisations.save')}</Button>
      </Actions>
    </Form>
  );
}
