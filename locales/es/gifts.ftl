gifts-nav = Regalos
refusal-gifts-sold_out = Agotado. No queda nada de este regalo.
refusal-gifts-already_had = Esta persona ya ha tenido todos los que le corresponden.
refusal-gifts-closed = Este regalo está cerrado: ya no se da a nadie.
refusal-gifts-not_that_many = { $left ->
    [0] No queda nada que retirar.
    [one] Solo queda uno. Lo ya dado no se puede retirar.
   *[other] Solo quedan { $left }. Lo ya dado no se puede retirar.
}
