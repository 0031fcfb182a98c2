export {
  type Actor,
  anonymous,
  departmentsOf,
  hasRole,
  isStaff,
  type Role,
  type RoleGrant,
  roles,
  systemActor,
} from './actor.ts';
export type { Department, District } from './books.queries.ts';
export { Book, departmentBook, districtBook, forgetBooks, keepBook } from './books.ts';
export { demoAccounts, demoActors, demoFile } from './people.demo.ts';
export { peopleModule } from './people.module.ts';
export { accountsByIds } from './people.queries.ts';
export { actorOf, identify, requireActor, requireStaff, type Session, sessionOf } from './session.ts';
export { accountsWithRole, staffNames } from './staff-lookup.ts';
