import { imageTagOf } from "./image-reference.ts";

/** The official image, by the names under which it is pulled. */
const mongo = /^(?:(?:docker\.io|index\.docker\.io|public\.ecr\.aws\/docker)\/)?(?:library\/)?mongo:/;

/** Whether an image surely lacks a program that earlier versions of it have. */
export function lacksProgram(image: string, program: string): boolean {
  // https://www.mongodb.com/docs/manual/release-notes/6.0-compatibility/: the legacy mongo shell is removed
  if (!/^(?:\/usr\/bin\/)?mongo$/.test(program) || !mongo.test(image)) return false;
  return Number(/^(\d{1,2})(?:[.-]|$)/.exec(imageTagOf(image))?.[1] ?? 0) >= 6;
}
