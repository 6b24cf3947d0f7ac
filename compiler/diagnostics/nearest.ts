export { nearestName } from "../../grammar/nearest.ts";
