export {
  type Actor,
  anonymous,
  departmentsOf,
  hasRole,
  type Role,
  type RoleGrant,
  roles,
  systemActor,
} from './actor.ts';
export { type TreeCommand, treeImportCommand } from './admin/admin-commands.ts';
export { attempt, holdVersion, requireAdmin, sendAdminPage, typedOf, versionOf } from './admin/admin-page.tsx';
export { declareCalendarUse } from './admin/calendar/calendar-use.ts';
export { type DepartmentMerge, declareDepartmentMerge } from './admin/departments/department-merge.ts';
export { declareDepartmentUse } from './admin/departments/department-use.ts';
export { holdActive, holdSuccessor } from './admin/departments/merge-department.queries.ts';
export { lineOf, optionalLine } from './admin/names.ts';
export { reasonsInWords, rejectedRows } from './admin/rejected-rows.ts';
export { keepTable, mappingOf, treeImportRoutes } from './admin/tree-import.routes.tsx';
export type { Department, District } from './books.queries.ts';
export { Book, departmentBook, districtBook, forgetBooks, keepBook } from './books.ts';
export { openScene, type Scene } from './demo/scene.ts';
export { type DeskPage, postForm, type Sent, sendDeskPage, stateOf } from './desk-forms.tsx';
export { formErrors } from './form-errors.ts';
export { nameForMessage } from './guardians/guardian.rules.ts';
export { type AccountJoin, declareAccountJoin } from './logins/join/account-join.ts';
export { consenting, recordConsent } from './me/consent.queries.ts';
export { type ConsentEffect, onConsentWithdrawn } from './me/consent-effects.ts';
export { type MePlace, offerOnMe } from './me/me-places.ts';
export { noteLooks } from './me/note-looks.ts';
export { declarePersonalData, type Look, type PersonalData } from './me/personal-data.ts';
export { refuseInvitations, refusesInvitations } from './nominations/refusals.ts';
export {
  type OrganisationFacts,
  type OrganisationPerson,
  openOrganisations,
  organisationFacts,
  peopleOfOrganisations,
} from './organisations/organisation-lookup.queries.ts';
export { organisationsOf } from './organisations/organisation-people.queries.ts';
export { offerToOrganisations } from './organisations/organisation-places.ts';
export { insertPassingDepartment, insertPassingPeople } from './passing-people.queries.ts';
export { demoAccounts, demoActors, demoFile } from './people.demo.ts';
export { peopleModule } from './people.module.ts';
export { accountsByIds } from './people.queries.ts';
export {
  type ColumnClass,
  declareProcessing,
  saysNothing,
  type TableProcessing,
} from './processing/declare-processing.ts';
export { entryOf, findMembers, lockMember, type Member, membersByAccount } from './register/entry.queries.ts';
export { accountNames, memberIdOfNumber, memberNumbers } from './register/names.queries.ts';
export { type MemberSection, offerOnMemberPage } from './register/secretariat/member-sections.ts';
export { actorOf, auditName, identify, requireActor, requireStaff, type Session } from './session.ts';
export { needsSetUp, setUpToken } from './set-up/set-up-state.ts';
export { parseAddress } from './sign-in/address.ts';
export { signedToken } from './sign-in/signed-token.ts';
export { type Voter, voters } from './sign-in/voters.queries.ts';
export { personName } from './sign-in/welcome.ts';
export { accountsWithRole, staffNames, staffToChoose } from './staff-lookup.ts';
