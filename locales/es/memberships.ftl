# Who is in which group.

memberships-title = Grupos
memberships-none = Aún en ningún grupo.
memberships-gone = Un grupo del pasado
memberships-since = desde el { $date }
memberships-from-until = del { $from } al { $until }
memberships-in = dentro
memberships-moved = cambió
memberships-shop = retirado
memberships-left = salió
memberships-nobody = Aún no hay nadie.
memberships-all = Todos
memberships-members = Socios
refusal-memberships-ended = Ya había salido.
error-not_found-membership = Esta pertenencia no está aquí.
