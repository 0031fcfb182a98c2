export { type Actor, anonymous, departmentsOf, hasRole, isStaff, type Role, type RoleGrant, roles, systemActor } from './actor.ts';
export { Book, departmentBook, districtBook, forgetBooks, keepBook } from './books.ts';
export type { Department, District } from './books.queries.ts';
export { peopleModule } from './people.module.ts';
export { actorOf, identify, requireActor, requireStaff, type Session, sessionOf } from './session.ts';
export { demoAccounts, demoActors, demoFile } from './people.demo.ts';
