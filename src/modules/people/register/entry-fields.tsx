import { Button } from '../../../ui/button.tsx';
import { Chips } from '../../../ui/choice.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Fieldset, type FormValues, Hidden } from '../../../ui/form.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { District } from '../books.queries.ts';
import type { Book } from '../books.ts';
import { rowField, rowsIn } from './entry-form.ts';
import { categories, publicFields, strata, workKinds } from './register.rules.ts';

// keys: people.register.field.*

export type EntryFieldsProps = {
  values: FormValues;
  districts: Book<District>;
  /** names of organisations that the platform knows */
  organisations: readonly string[];
  /** words of the button that sends the form */
  send: string;
};

/** What a press of Enter sends: the form itself, and not one of the buttons that add rows. */
function FirstButton({ children }: { children: string }) {
  return (
    <button type="submit" class="vh" tabindex={-1}>
      {children}
    </button>
  );
}

/** Everything that somebody says about themself, in the order in which one would tell it. */
export function EntryFields(p: EntryFieldsProps) {
  const { t } = useUi();
  return (
    <>
      <FirstButton>{p.send}</FirstButton>
      <Hidden name="accounts_rows" value={String(rowsIn(p.values, 'accounts'))} />
      <Hidden name="works_rows" value={String(rowsIn(p.values, 'works'))} />
      <Fieldset legend={t('people.register.form.who')} hint={t('people.register.form.who_hint')}>
        <Field name="penName" label={t('people.register.field.pen_name')} optional maxLength={40} width="half" />
        <Chips
          name="categories"
          legend={t('people.register.form.categories')}
          hint={t('people.register.form.categories_hint')}
          multiple
          options={categories.map((code) => ({ value: code, label: t(`people.register.category.${code}`) }))}
        />
        <Field
          name="stratum"
          type="select"
          label={t('people.register.form.stratum')}
          hint={t('people.register.form.stratum_hint')}
          optional
          placeholder={t('people.register.form.none_of_these')}
          options={strata.map((code) => ({ value: code, label: t(`people.register.stratum.${code}`) }))}
        />
        <Field
          name="intro"
          type="textarea"
          rows={4}
          label={t('people.register.field.intro')}
          hint={t('people.register.form.intro_hint')}
          optional
          maxLength={1000}
        />
      </Fieldset>
      <Work {...p} />
      <Accounts values={p.values} />
      <Works values={p.values} />
      <Contact {...p} />
    </>
  );
}

function Work({ organisations }: EntryFieldsProps) {
  const { t } = useUi();
  return (
    <Fieldset legend={t('people.register.form.work')} hint={t('people.register.form.work_hint')}>
      <Field
        name="field"
        label={t('people.register.field.field')}
        hint={t('people.register.form.field_hint')}
        optional
        maxLength={60}
        width="half"
      />
      <Field
        name="organisation"
        label={t('people.register.field.organisation')}
        hint={t('people.register.form.organisation_hint')}
        optional
        maxLength={100}
        suggestions={organisations}
      />
      <Field name="post" label={t('people.register.field.post')} optional maxLength={60} width="half" />
      <Field
        name="skills"
        label={t('people.register.field.skills')}
        hint={t('people.register.form.skills_hint')}
        optional
        maxLength={400}
      />
    </Fieldset>
  );
}

function Accounts({ values }: { values: FormValues }) {
  const { t } = useUi();
  const rows = Array.from({ length: rowsIn(values, 'accounts') }, (_, i) => i + 1);
  return (
    <Fieldset legend={t('people.register.field.accounts')} hint={t('people.register.form.accounts_hint')}>
      {rows.map((n) => (
        <div class="entry-row">
          <Field
            name={rowField('accounts', n, 'platform')}
            label={t('people.register.form.platform', { n })}
            maxLength={30}
          />
          <Field name={rowField('accounts', n, 'name')} label={t('people.register.form.account_name')} maxLength={60} />
          <Field
            name={rowField('accounts', n, 'url')}
            type="url"
            label={t('people.register.form.url')}
            maxLength={300}
          />
        </div>
      ))}
      <p>
        <Button small icon="plus" name="more" value="accounts">
          {t('people.register.form.more_accounts')}
        </Button>
      </p>
    </Fieldset>
  );
}

function Works({ values }: { values: FormValues }) {
  const { t } = useUi();
  const rows = Array.from({ length: rowsIn(values, 'works') }, (_, i) => i + 1);
  return (
    <Fieldset legend={t('people.register.field.works')} hint={t('people.register.form.works_hint')}>
      {rows.map((n) => (
        <div class="entry-row">
          <Field
            name={rowField('works', n, 'title')}
            label={t('people.register.form.work_title', { n })}
            maxLength={100}
          />
          <Field
            name={rowField('works', n, 'kind')}
            type="select"
            label={t('people.register.form.work_kind')}
            options={workKinds.map((code) => ({ value: code, label: t(`people.register.work.${code}`) }))}
          />
          <Field
            name={rowField('works', n, 'year')}
            label={t('people.register.form.work_year')}
            inputmode="numeric"
            maxLength={4}
            width="short"
          />
          <Field name={rowField('works', n, 'url')} type="url" label={t('people.register.form.url')} maxLength={300} />
          <Field name={rowField('works', n, 'note')} label={t('people.register.form.work_note')} maxLength={200} />
        </div>
      ))}
      <p>
        <Button small icon="plus" name="more" value="works">
          {t('people.register.form.more_works')}
        </Button>
      </p>
    </Fieldset>
  );
}

function Contact({ districts }: EntryFieldsProps) {
  const { t, locale } = useUi();
  return (
    <Fieldset legend={t('people.register.form.contact')} hint={t('people.register.form.contact_hint')}>
      <Field name="contactPhone" type="tel" label={t('people.register.field.contact_phone')} maxLength={30} />
      <Field
        name="contactEmail"
        type="email"
        label={t('people.register.field.contact_email')}
        maxLength={254}
        width="half"
      />
      <Field
        name="district"
        type="select"
        label={t('people.register.field.district')}
        optional
        placeholder={t('people.register.form.no_district')}
        options={districts.all.map(({ id, code }) => ({ value: code, label: districts.name(id, locale) }))}
      />
    </Fieldset>
  );
}

/** What everybody may see, each by itself, and the consents that can be given and withdrawn apart. */
export function PublicAndConsents({ asking }: { asking: boolean }) {
  const { t } = useUi();
  return (
    <>
      <Fieldset legend={t('people.register.form.public')} hint={t('people.register.form.public_hint')}>
        <Chips
          name="publicFields"
          legend={t('people.register.form.public_fields')}
          multiple
          optional
          options={publicFields
            .filter((code) => code !== 'photo')
            .map((code) => ({ value: code, label: t(`people.register.field.${code}`) }))}
        />
      </Fieldset>
      <Fieldset legend={t('people.register.form.consents')} hint={t('people.register.form.consents_hint')}>
        {asking && (
          <Checkbox
            name="agreed"
            label={t('people.consent.people.register')}
            hint={t('people.register.form.consent_register')}
          />
        )}
        <Checkbox
          name="consentDirectory"
          label={t('people.consent.people.directory')}
          hint={t('people.register.form.consent_directory')}
        />
        <Checkbox
          name="consentNamedContact"
          label={t('people.consent.people.named_contact')}
          hint={t('people.register.form.consent_named_contact')}
        />
      </Fieldset>
    </>
  );
}
