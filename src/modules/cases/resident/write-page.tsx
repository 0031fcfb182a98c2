import type { Kernel } from '../../../kernel/kernel.ts';
import type { ProofForm } from '../../../kernel/proof-of-work/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Chips, Choice } from '../../../ui/choice.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Steps } from '../../../ui/facts.tsx';
import { Field, FileField } from '../../../ui/field.tsx';
import { Actions, Fieldset, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { ProofQuestion } from '../../../ui/proof-question.tsx';
import { casesSettings } from '../cases.settings.ts';
import type { CaseBooks } from '../public/case-books.ts';
import { HerePicker } from './here-picker.tsx';

export type WritePageProps = {
  k: Kernel;
  ctx: PageContext;
  books: CaseBooks;
  /** of this rendering of the form */
  token: string;
  /** where nobody is signed in */
  proof: ProofForm | null;
  values?: FormValues;
  errors?: FormErrors;
  /** photos that arrived with an earlier try */
  kept?: readonly { id: string; name: string }[];
};

export const mostPhotos = 6;

function PlaceFields({ ctx, books, values }: Pick<WritePageProps, 'ctx' | 'books' | 'values'>) {
  const { t, locale } = ctx;
  const streets = books.districts.all.flatMap((district) =>
    district.streets.map((street) => `${books.districts.name(district.id, 'zh-CN')}${street}`),
  );
  return (
    <Fieldset legend={t('cases.resident.where')} hint={t('cases.resident.where_hint')}>
      <Field
        name="districtId"
        type="select"
        label={t('cases.resident.district')}
        placeholder={t('cases.resident.district_none')}
        width="half"
        options={books.districts.all.map((district) => ({
          value: district.id,
          label: books.districts.name(district.id, locale),
        }))}
      />
      <Field
        name="address"
        label={t('cases.resident.address')}
        optional
        maxLength={200}
        suggestions={streets}
        autocomplete="off"
      />
      <HerePicker ctx={ctx} books={books} values={values} />
    </Fieldset>
  );
}

/** Who writes: only asked of those who are not signed in, and nothing of it is needed. */
function AuthorFields({ ctx, signedIn }: { ctx: PageContext; signedIn: boolean }) {
  const { t } = ctx;
  return (
    <>
      <Field
        name="name"
        label={t('cases.resident.name')}
        hint={t('cases.resident.name_hint')}
        optional
        maxLength={40}
        width="half"
        autocomplete="name"
      />
      {!signedIn && (
        <>
          <Field
            name="phone"
            type="tel"
            label={t('cases.resident.phone')}
            hint={t('cases.resident.phone_hint')}
            optional
            width="half"
          />
          <Field name="email" type="email" label={t('cases.resident.email')} optional width="half" />
        </>
      )}
    </>
  );
}

function LetterForm(p: WritePageProps) {
  const { t } = p.ctx;
  const { kinds } = p.k.settings.get(casesSettings);
  const values = { kind: kinds[0], openness: 'public', ...p.values };
  return (
    <Form id="letter" action="/cases/new" multipart keepDraft values={values} errors={p.errors}>
      <Hidden name="form_token" value={p.token} />
      <Hidden name="similar_seen" value={typeof p.values?.similar_seen === 'string' ? p.values.similar_seen : ''} />
      <Chips
        name="kind"
        legend={t('cases.resident.kind')}
        options={kinds.map((kind) => ({ value: kind, label: t(`cases.kind.${kind}`) }))}
      />
      <Field name="title" label={t('cases.resident.what')} maxLength={80} autocomplete="off" />
      <div class="similar" data-island="similar-letters" data-form="letter" hidden />
      <PlaceFields ctx={p.ctx} books={p.books} values={p.values} />
      <Field
        name="body"
        type="textarea"
        label={t('cases.resident.body')}
        hint={t('cases.resident.body_hint')}
        rows={8}
        minLength={20}
        counted
      />
      <div data-island="photo-preview" data-most={mostPhotos} data-remove={t('cases.resident.photo_remove')}>
        <FileField
          name="photos"
          label={t('cases.resident.photos')}
          hint={t('cases.resident.photos_hint', { n: mostPhotos })}
          accept="image/jpeg,image/png,image/webp,image/heic"
          multiple
          optional
          kept={p.kept}
        />
      </div>
      <Choice
        name="openness"
        legend={t('cases.resident.open')}
        options={[
          { value: 'public', label: t('cases.resident.public'), note: t('cases.resident.public_note') },
          {
            value: 'confidential',
            label: t('cases.resident.confidential'),
            note: t('cases.resident.confidential_note'),
          },
        ]}
      />
      <AuthorFields ctx={p.ctx} signedIn={p.proof === null} />
      {p.proof && <ProofQuestion proof={p.proof} />}
      <Actions note={t(p.proof ? 'cases.resident.send_note' : 'cases.resident.send_note_account')}>
        <Button primary>{t('cases.resident.send')}</Button>
      </Actions>
    </Form>
  );
}

/** Writing a letter: one form, what happens next beside it. */
export function WritePage(p: WritePageProps) {
  const { t, city } = p.ctx;
  const limits = p.k.settings.get(casesSettings).limits;
  return (
    <Sheet
      title={t('cases.resident.write_title')}
      lead={t('cases.resident.write_lead')}
      aside={{
        title: t('cases.resident.next'),
        children: (
          <>
            <Steps
              items={[
                { title: t('cases.resident.next_1'), text: t('cases.resident.next_1_text') },
                {
                  title: t('cases.resident.next_2', { n: limits.general.amount }),
                  text: t('cases.resident.next_2_text'),
                },
                { title: t('cases.resident.next_3'), text: t('cases.resident.next_3_text') },
              ]}
            />
            <p class="quiet">
              {t('cases.resident.or_call')} <a href={`tel:${city.hotline}`}>{city.hotline}</a>
              {t('cases.resident.or_call_end')}
            </p>
            <Fold summary={t('cases.resident.not_taken')}>
              <p>{t('cases.resident.not_taken_text')}</p>
            </Fold>
          </>
        ),
      }}
    >
      <LetterForm {...p} />
    </Sheet>
  );
}
