/** What a member does online; the first axis. Words: `people.register.category.<code>`. */
export const categories = [
  'media_staff',
  'internet_company',
  'opinion_writer',
  'large_account',
  'group_owner',
  'online_writer',
  'streamer',
  'video_maker',
  'related_organisation',
] as const;
export type Category = (typeof categories)[number];

/** The four national groups of the new social strata; the second axis. Words: `people.register.stratum.<code>`. */
export const strata = ['private_enterprise', 'intermediary', 'freelance', 'new_media'] as const;
export type Stratum = (typeof strata)[number];

/** What a member may make public, each by itself. Words: `people.register.field.<code>`. */
export const publicFields = [
  'name',
  'pen_name',
  'photo',
  'intro',
  'categories',
  'field',
  'organisation',
  'post',
  'skills',
  'district',
  'accounts',
  'works',
  'contact_email',
  'contact_phone',
] as const;
export type PublicField = (typeof publicFields)[number];

export const membershipStates = ['active', 'suspended', 'ended'] as const;
export type MembershipState = (typeof membershipStates)[number];

/** Purposes of consent that the register asks for, each withdrawn by itself. Withdrawing `people.register` is leaving. */
export const registerConsents = ['people.register', 'people.directory', 'people.named_contact'] as const;

/** Kinds of works. Words: `people.register.work.<code>`. */
export const workKinds = ['text', 'video', 'audio', 'image', 'book', 'other'] as const;

/** Kinds of organisations. Words: `people.organisation.kind.<code>`. */
export const organisationKinds = ['association', 'site', 'company', 'partner'] as const;
export type OrganisationKind = (typeof organisationKinds)[number];
