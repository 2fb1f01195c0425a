"""The rules of scenes, by kind: "weight name: idea distance idea … - ideas that speak against it"; `!` marks the deed.

A distance is the most words from one idea to the next. The ideas' words are in `tables/cues_*.tsv`; what decides
between kinds follows the definitions of ACLED's codebook.
"""

from typing import Final

from events.report import IncidentKind

_PROTEST = """
5 protest told: protest - enterv
6 protesters gather: protester 14 gather|protest
7 people gather for a cause: folk|protester|civ 14 gather|protest 16 demand|sign|front
6 people gather with signs: folk|protester 14 sign 14 demand|front
6 people protest: folk|protester|civ 12 protest
5 gathered people with signs: gather 12 sign
6 people press a cause: folk 16 demand|sign 20 front|demand
3 hint of a protest: sign
3 hint of a cause: demand
5 protesters with signs: protester 12 sign
3 protest ended in peace: protest|gather 25 peaceful
7 gathered outside: folk|protester 10 gather|protest 10 front
6 cause pressed outside: demand 14 front
5 people and signs: folk 16 sign
7 people block a way for a cause: folk 6 !hinder 16 demand
"""
_INTERVENTION = """
9 police use tools against a crowd: state 10 !tool 25 protester|folk|crowd|protest
8 crowd against tools: protester|folk|crowd|protest 30 state 8 !tool
8 tools used by police: !tool 10 state
9 protesters dispersed: !disperse 10 protester|protest|crowd - peaceful
9 protest dispersed: protest|protester|gather 12 !disperse - peaceful
8 tools disperse: tool 6 !disperse
8 disperse with tools: !disperse 12 tool
7 police hinder a protest: state 8 !hinder 8 protest|protester|gather
7 protest hindered: protest|protester|gather 12 !hinder 5 state
7 protest hindered at barriers: protest|gather 14 !hinder - peaceful
7 protesters detained: !detain 9 protester|sign|protest
7 protest ends in arrests: protest|protester|gather|sign 30 !detain
6 police drag people away: state 3 !disperse 14 folk|protester
"""
_EXCESSIVE = """
12 protesters shot at: !livefire 7 protester|protest|sign
11 crowd shot at: state 16 !livefire 7 crowd|folk 12 protest|demand|sign|protester
12 police shoot at protesters: state 10 !livefire 12 protester|protest|gather
11 protesters shot: protester|protest|gather|demand 22 state 4 !livefire
11 shot at a protest: state 5 !livefire 18 protest|protester|demand|gather|sign
12 protesters killed by police: protester 20 !killed 12 state
12 police kill protesters: state 8 !killed 6 protester|protest
11 struck by a canister: tool 16 headhit
11 wounded by a canister: headhit 16 tool
10 protesters killed in a crackdown: protester|protest|demand 25 !killed 12 livefire
9 protesters killed by tools: tool 16 protester|protest 20 !killed
9 killed at a protest by force: state 20 protest|protester 22 !killed - armed stone
11 shot at a protest and hurt: protest|protester 25 !livefire 10 harmed - armed stone
10 state shoots at a crowd: state 6 !livefire 6 throng - armed
10 shots of the state at a crowd: !livefire 5 state 4 throng
10 shot at seated people: !livefire 6 folk|crowd 14 sign|protest|gather - armed
9 police beat protesters hard: state 8 !beat 8 protester|protest 14 harmed
"""
_RIOT = """
9 protesters throw stones: protester|protest|demand 25 !throw|pelt 6 stone
9 stones thrown at a protest: !throw|pelt 6 stone 30 protest|protester|demand
8 stones thrown at police: folk|crowd 10 !throw|pelt 5 stone 8 state
8 stones thrown at cars: folk|crowd|protester|protest 25 !throw|pelt 4 stone 4 property
9 protesters burn things: protester|protest 25 !burn 6 property|tyre
9 burning at a protest: !burn 6 property|tyre 20 protest|protester|demand
8 burning tyres: !burn 3 tyre
8 tyres burn: tyre 8 !burn
8 barricades: folk|crowd|protester|protest 18 tyre 12 !burn|throw|pelt|vandal
8 barricades put up by protesters: protester|protest|demand 20 tyre
9 protesters wreck things: protester|protest|demand 16 !vandal 7 property
9 protesters break in: protester|protest 20 !vandal
8 wrecked at a protest: !vandal 6 property 16 protest|protester|demand
9 protesters fight the police: protester 8 !crowdfight 5 state
8 protest turns on police: protest 14 !crowdfight 5 state
8 police fight protesters: state 3 !crowdfight 4 protester
8 pelted: folk|crowd|protester 8 !pelt
6 petrol bombs fly: !throw 5 stone 30 tool
8 loot at a protest: protest|protester 25 !loot 8 property
9 angry people wreck: folk|crowd 10 angry 16 !vandal|burn
9 people wreck in anger: folk|crowd 12 !vandal|burn|throw|pelt 16 angry
6 damage at a protest: protest|protester 30 property 4 !vandal
6 protesters set fire: protester|protest 18 !burn
"""
_MOB = """
12 lynched: !lynch
11 beaten or stoned to death: !pelt|beat 9 todeath - armed state
11 crowd beats: crowd 10 !beat - protester
13 crowds fight each other: crowd|folk|each 14 !throw|pelt|crowdfight 8 each - armed state
11 crowds fight with sticks: crowd|folk|each 14 !throw|pelt|crowdfight 8 melee|stone - armed state protest demand
11 fight of rivals: each 12 !crowdfight|throw|pelt - armed state
10 fight between rivals: !crowdfight|throw 8 each - armed state
10 crowd beats someone to death: !beat 12 crowd - protest protester armed
10 suspect beaten: crime 16 !beat - tool
10 beaten for a crime: !beat 18 crime - tool
9 crowd burns someone: crowd|folk 14 !burn 14 crime
9 crowd kills a suspect: crowd|folk 14 !killed 14 crime
8 suspect burnt: crime 14 !burn
9 groups fight with sticks: crowd|folk 14 !crowdfight 8 melee - protest armed
8 sticks in a fight: melee 12 !crowdfight - protest armed
9 rival crowds fight: crowd|folk 6 crowd|folk|org 8 !crowdfight - tool protest protester armed
8 fight between crowds: !crowdfight 4 crowd|folk 8 crowd|folk|org|named - tool protest protester armed state
9 crowd wrecks: crowd 10 !vandal 6 property|civ - protest protester demand mine state
8 crowd attacks people with sticks: crowd|folk 10 !attackv 12 melee - protest protester armed
7 crowd attacks: crowd 4 !attackv 6 civ|property|state - protest protester armed livefire
8 attacked by a crowd: !attackv|beat|vandal|loot 4 crowd - protest protester armed state
9 crowd loots: crowd 8 !loot - protest protester armed state
9 looted by a crowd: !loot 4 crowd - protest armed state
8 crowd drags and beats: crowd 30 !beat 12 civ|victim - protest protester armed
"""
_REGAINS = """
12 state retakes: state 8 !retake 8 territory|place|name
10 retaken: !retake 3 territory|place|name - nofight
9 retaken place: territory|place|name 4 be 4 !retake
10 state clears a place: state 6 !clear 6 territory|place - mine found
11 state clears a place of an armed group: state 6 !clear 6 armed 4 outof
10 state takes from an armed group: state 14 !take|took 8 outof 3 armed|named
9 taken from an armed group: !take|took 4 outof 2 armed - nofight hands
12 back in the hands of the state: territory|place|name 12 !hands 3 state
10 state enters a place of an armed group: state 10 !enterv 5 territory|place 25 armed|named|flee - hands
12 state drives out an armed group: state 8 !oust 6 armed 2 outof 8 territory|place|name
12 state drives out: state 8 !oust 4 outof 6 territory|place|name 12 armed
9 state raises the flag: state 8 flagup 8 sign
9 state takes back with battle: state 8 !take 6 territory|place|name 20 armed
8 state enters after battle: state 5 !take|enterv 6 territory|place|name 14 battle
6 state takes: state 4 !take 5 territory|place
"""
_OVERTAKES = """
9 armed group takes: armed 8 !take 8 territory|place|name
8 armed group takes ground: armed 8 !took 4 territory|place - tookplace
8 place taken by an armed group: territory|place|name 8 !take 6 armed
8 taken by an armed group: !take 6 territory|place|name 12 armed
11 armed group drives out the state: armed 6 !oust 8 state 8 outof 4 territory|place|name
11 armed group drives out the state 2: armed 6 !oust 3 outof 5 territory|place|name
10 armed group raises its flag: armed|named 8 flagup 8 sign - state
9 armed group holds it now: armed 10 !take|took 3 territory|place - tookplace
7 place falls: territory|place|name 3 !take 4 armed|named
6 state flees from an armed group: state 5 !withdraw 14 battle
6 taken: !take 5 territory|place
5 took: !took 3 territory|place - tookplace
13 place in the hands of an armed group: territory|place|name 14 !hands 4 armed
12 place in the hands of a named group: territory|place|name 14 !hands 4 named - state
13 armed group holds a place: armed|named 12 !hands 8 territory|place|name
9 armed group enters a place: armed 5 !enterv 4 territory|place
12 armed group routs the state and holds: armed 6 !oust 14 take|took
9 armed takes after battle: armed 10 !take|took 6 territory|place|name 18 battle
9 armed takes and the state flees: armed 10 !take|took 6 territory|place 22 state
"""
_TRANSFER = """
11 handed over without a fight: !withdraw 30 nofight
9 given back: !withdraw 8 territory|place 12 state|armed|named|nation - battle change
11 enters without a fight: !take|took|enterv|deploy 25 nofight - battle alias
11 left without a fight and taken: nofight 8 !withdraw
9 withdraws and others enter: !withdraw 22 take|took|enterv|deploy 12 territory|place|name - battle
9 others enter what was left: !took|enterv|deploy 16 withdraw - battle
8 place left: state|armed|named 7 !withdraw 5 territory|place - battle change
9 place handed over: !withdraw 6 territory|place 8 state|armed|named - battle
8 left to others: armed|state|named 6 !withdraw 6 territory|place|name 25 state|armed|named - battle
"""
_LOOTING = """
9 property burnt: !burn 7 property - protest protester carbomb
8 armed side burns: armed|state|named 8 !burn 12 property - protester
8 property taken and burnt: property 16 !burn - protester protest
9 burnt property: property 8 !burn - protest protester
8 property looted: !loot 8 property
8 looted property: property 8 !loot
8 property wrecked: state|armed|named|civ|crowd 10 !vandal 6 property - protest protester explode
7 wrecked property: property 6 !vandal - protest protester explode artillery aircraft
7 homes pulled down: !vandal 4 property - protest protester explode artillery aircraft mine shell
7 looters: !loot
"""
_DISRUPTED = """
12 projectile destroyed by air defences: airdef 8 !strike|vandal 6 projectile|artillery
14 bomb made safe: !defuse 9 mine|weaponfound|suicide|bomber - killed
13 bomb was made safe: mine|weaponfound|suicide|projectile 18 !defuse - killed
10 made safe: !defuse - killed harmed
13 shot down: !shootdown 8 projectile
13 was shot down: projectile 14 !shootdown
11 weapons found: !found 10 weaponfound - agree change explode
9 found weapons: weaponfound 8 !found - explode
9 weapons taken from a hiding place: weaponfound 12 found
8 mines destroyed: state 8 vandal 6 mine
10 bomber overpowered: !defuse 14 carbomb|suicide|weaponfound|mine
"""
_BASE = """
12 base set up: !build 9 based
11 base was set up: based 4 be 3 !build
12 turned into a base: !build 9 property|territory 6 based
6 new base: based 8 deploy 8 troops
3 hint of a base: based
"""
_AGREEMENT = """
12 deal made: !agree 9 deal
11 deal was made: deal 12 !agree
12 captives exchanged: !swap 8 captives
3 hint of a deal: deal
11 captives to be exchanged: agree 6 swap
11 sides make a deal: named|state|armed|civ 10 !agree 10 deal
9 captives swapped: !swap 3 captives
9 deal between sides: deal 4 outof 12 agree
"""
_CHANGE = """
12 group changes: group|armed|named|org 14 !change - protest protester
10 change of a group: !change 12 group|armed|named|org - protest protester
8 change told: !change - protest protester unreal
9 new head named: group|armed|named|org 14 !namev 8 newhead
9 new head of a group: newhead 10 !namev 10 group|armed|named|org
9 troops sent: !deploy 7 troops
8 troops on the move: troops 10 !deploy
8 forces sent: state|armed|named 6 !deploy 8 troops
7 announces an end: announce 8 change
"""
_AIR = """
11 aircraft strike: aircraft 9 !strike
10 struck from the air: !strike 6 aircraft - shootdown suicide bomber1
12 aircraft drop bombs: aircraft 10 !strike 5 munition
12 bombs dropped from the air: munition 5 !strike 8 aircraft
5 air: aircraft - shootdown found bomber1
8 strike of a nation: nation 2 strikes
8 strikes of a nation: strikes 2 nation
"""
_SHELLING = """
9 shells fired: !firev 7 artillery - found shootdown
10 shells land: artillery 10 !land - found shootdown aircraft
9 shelled: !shell - found
8 artillery of: state|armed|named 4 artillery 8 !strike|land
9 pounded with shells: !strike 10 artillery - aircraft found shootdown
"""
_IED = """
9 bomb explodes: mine 10 !explode
3 hint of a bomb: mine - goldmine
9 explosion of a bomb: explode 8 mine
10 stepped on a mine: !stepon 6 mine - goldmine
8 hit by a mine: civ|state|armed|property 14 mine - goldmine
5 explosion: explode - artillery aircraft shell grenade
"""
_SUICIDE = """
13 suicide attack: suicide - defuse
13 car packed with explosives: carbomb 5 laden - defuse aircraft found
13 explosives-packed car: laden 4 carbomb|property - defuse aircraft found
10 bomber: bomber1 - defuse aircraft
13 bomber rams: bomber|suicide|armed 7 !ramv 8 property|carbomb|territory|milobj 25 diedin|suicide - defuse
13 car bomb driven into: armed|bomber 6 !ramv 5 carbomb 6 outof|property|milobj|state|into - defuse
12 vehicle bomb rams: suicide 6 !ramv
13 bomber dies: bomber 16 carbomb 10 diedin
12 bomber detonates: bomber 8 explode 6 suicide|carbomb
12 bomber on a vehicle: bomber 4 ramv
12 vehicle rams and explodes: carbomb 10 ramv 16 explode - mine stepon
"""
_GRENADE = """
12 grenade thrown: !throw 7 grenade - tool
12 thrown grenade: grenade 9 !throw - tool
8 grenade: grenade - found defuse tool
9 grenade explodes: grenade 9 explode|land|strike - found defuse
"""
_CHEMICAL = """
14 chemical: !chem
13 gas with effects: gas 18 symptom - tool
12 effects of gas: symptom 14 gas - tool burn
10 chemical found effects: chem 12 harmed
"""
_SEXUAL = """
14 rape: rape
12 abused women: girlw 14 !abuse 8 girlw - tool
12 abuse of women: !abuse 6 girlw 10 rape
10 women abused: state|armed 12 !abuse 5 girlw - tool protest
10 women held and abused: girlw 25 takeaway 16 abuse
"""
_ABDUCTION = """
11 abducted: !kidnap - freed protest crime
4 hint of an abduction: gone
4 hint of a taking: takeaway 6 civ|victim
10 people taken away: armed|state|named 9 !takeaway 8 civ|victim 14 away
10 people were taken away: civ|victim 10 !takeaway 8 away - state
8 armed group takes people: armed 6 !takeaway 6 civ|victim - territory
11 taken and gone: takeaway 30 !gone|kidnap - crime protest
10 gone: civ|victim|name 12 gone - other
9 held by an armed group: armed 4 !takeaway 8 civ|victim 16 gone|kidnap
11 taken by armed men: takeaway 10 armed 16 gone|kidnap
10 vanished after they came: gone 12 state|armed
"""
_ARRESTS = """
9 police detain: state 7 !detain - protest protester
3 hint of an arrest: lawful 30 took
8 detained by police: !detain 8 state - protest protester gone
8 detained for a crime: !detain 25 lawful - protest protester gone
6 detained: !detain - protest protester kidnap gone armed
10 led away from home: state 30 property 16 !detain
8 authorities hold: state|lawful 3 !detain 6 civ|victim
8 lawful and detained: lawful 25 !detain - protest protester gone
9 state captures a person: state 6 !capture 5 alias|civ|armed
"""
_CLASH = """
10 exchange of fire: !clash - protest protester melee
9 sides fight: armed|state|named 8 !clash 8 armed|state|named
8 armed group attacks the state: armed|named 8 !attackv 5 state|milobj
8 state kills armed group: state 8 !attackv 6 armed
8 armed killed by the state: armed 4 !attackv 6 state
6 armed killed: armed 6 !attackv 20 clash|lawful
8 killed in an operation: armed|named 14 !killed 6 operation
9 came under fire and answered: attackv 30 clash
"""
_ATTACK = """
8 civilians attacked: armed|state|named|crowd 9 !attackv 7 civ|victim - milobj
7 civilians were attacked: civ|victim 12 !attackv 10 armed|state|named
6 attacked civilians: !attackv 4 civ|victim
6 civilians hit: civ|victim 6 !attackv
6 gunmen attack a place: armed 8 !attackv 5 territory|place|property
"""
_DISPLACEMENT = """
8 people flee: civ|folk 9 !flee
6 flight: !flee
"""
_COUP = """
12 soldiers remove the ruler: state|armed|folk 25 !topple 6 ruler
11 ruler removed from power: !topple 9 power
11 soldiers dissolve the state: state|armed 40 !dissolve 6 constitution
"""
_PUTDOWN = """
12 mutiny put down: state 14 !quell 6 mutiny
11 mutiny was put down: mutiny 14 !quell
10 mutineers try: mutiny 20 !tried 6 ruler|power|territory
"""
_OTHER = """
0 essay: essay
9 other: !other
"""

RULES: Final[tuple[tuple[IncidentKind, str], ...]] = (
    ("peaceful_protest", _PROTEST),
    ("protest_with_intervention", _INTERVENTION),
    ("excessive_force_against_protesters", _EXCESSIVE),
    ("violent_demonstration", _RIOT),
    ("mob_violence", _MOB),
    ("government_regains_territory", _REGAINS),
    ("non_state_actor_overtakes_territory", _OVERTAKES),
    ("non_violent_transfer_of_territory", _TRANSFER),
    ("looting_property_destruction", _LOOTING),
    ("disrupted_weapons_use", _DISRUPTED),
    ("headquarters_or_base_established", _BASE),
    ("agreement", _AGREEMENT),
    ("change_to_group_activity", _CHANGE),
    ("air_drone_strike", _AIR),
    ("shelling_artillery_missile_attack", _SHELLING),
    ("remote_explosive_landmine_ied", _IED),
    ("suicide_bomb", _SUICIDE),
    ("grenade", _GRENADE),
    ("chemical_weapon", _CHEMICAL),
    ("sexual_violence", _SEXUAL),
    ("abduction_forced_disappearance", _ABDUCTION),
    ("arrests", _ARRESTS),
    ("armed_clash", _CLASH),
    ("attack", _ATTACK),
    ("displacement", _DISPLACEMENT),
    ("coup", _COUP),
    ("coup_attempt", _PUTDOWN),
    ("other", _OTHER),
)
