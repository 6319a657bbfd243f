-- How often a tool was asked for in a month by checks and was nowhere. Nothing says who asked, when, or for what else.
create table asked_tool (
  month date not null,
  tool text not null,
  count int not null,
  primary key (month, tool)
);
