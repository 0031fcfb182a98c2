import { z } from 'zod';

// Descriptions are keys of messages: the document is served in the reader's language.
export const said = <S extends z.ZodType>(schema: S, name: string): S =>
  schema.meta({ description: `people.directory.api.field.${name}` }) as S;
// keys: people.directory.api.field.*
export const optional = (name: string) => said(z.string().optional(), name);

export const lang = said(z.enum(['zh-CN', 'zh-TW', 'en']).optional(), 'lang');
const account = z.object({ platform: optional('platform'), name: optional('account_name'), url: optional('url') });
const work = z.object({
  title: optional('title'),
  kind: optional('work_kind'),
  url: optional('url'),
  year: said(z.int().nullable(), 'year'),
  note: optional('note'),
});

export const member = z
  .object({
    number: said(z.string(), 'number'),
    href: said(z.string(), 'href'),
    shownName: said(z.string(), 'shown_name'),
    name: optional('name'),
    penName: optional('pen_name'),
    photo: optional('photo'),
    intro: optional('intro'),
    categories: said(z.array(z.string()).optional(), 'categories'),
    field: optional('field'),
    organisation: optional('organisation'),
    post: optional('post'),
    skills: said(z.array(z.string()).optional(), 'skills'),
    district: said(z.object({ code: optional('code'), name: optional('district_name') }).optional(), 'district'),
    accounts: said(z.array(account).optional(), 'accounts'),
    works: said(z.array(work).optional(), 'works'),
    contactEmail: optional('contact_email'),
    contactPhone: optional('contact_phone'),
    updatedAt: z.string().meta({ description: 'people.directory.api.field.updated_at', format: 'date-time' }),
  })
  .meta({ id: 'Member' });
export type MemberData = z.input<typeof member>;
